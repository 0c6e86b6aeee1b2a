"""Pages: the hub for people, in Japanese and English; without script for reading."""

from litestar.types import ControllerRouterHandler

from noroshi.console.pages.audit import audit_as_json, show_audit
from noroshi.console.pages.casework import cases_as_json, show_case, show_cases, work_case
from noroshi.console.pages.choosing import choose_language
from noroshi.console.pages.collection import collection_as_json, show_collection
from noroshi.console.pages.connecting import show_connect
from noroshi.console.pages.documents import show_document, show_manual, show_picture
from noroshi.console.pages.entries import entries_as_csv, entries_as_jsonl, show_entries
from noroshi.console.pages.evidence import show_evidence
from noroshi.console.pages.members import members_as_json, show_member, show_members
from noroshi.console.pages.own_network import show_network
from noroshi.console.pages.papers import serve_paper
from noroshi.console.pages.pictures import show_pictures
from noroshi.console.pages.programme import (
    programme_as_csv,
    programme_as_json,
    show_programme,
    show_rows,
)
from noroshi.console.pages.readiness import (
    overview_as_json,
    readiness_as_json,
    show_items,
    show_overview,
    show_readiness,
    show_technology,
)
from noroshi.console.pages.reporting import report
from noroshi.console.pages.reviewing import decide, review_as_json, show_review
from noroshi.console.pages.static import serve_static

ROUTES: list[ControllerRouterHandler] = [
    serve_static,
    choose_language,
    show_programme,
    programme_as_csv,
    programme_as_json,
    show_rows,
    show_entries,
    entries_as_csv,
    entries_as_jsonl,
    show_evidence,
    show_pictures,
    report,
    show_review,
    review_as_json,
    decide,
    show_cases,
    cases_as_json,
    show_case,
    work_case,
    show_network,
    show_members,
    members_as_json,
    show_member,
    show_collection,
    collection_as_json,
    show_readiness,
    readiness_as_json,
    show_items,
    serve_paper,
    show_overview,
    overview_as_json,
    show_technology,
    show_connect,
    show_audit,
    audit_as_json,
    show_manual,
    show_document,
    show_picture,
]
"""Every route of the pages."""

__all__ = ["ROUTES"]
