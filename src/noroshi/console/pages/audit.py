"""Audit: who did what, newest first; and whether the record is whole."""

from itertools import islice
from urllib.parse import urlencode

from litestar import Response, get

from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.pages.wanted import whole
from noroshi.console.permit import permit
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.home.audit import AuditLine
from noroshi.spine.model import Right

PAGE = 100
LONGEST = 200
"""Characters of a name that is looked for."""

LAST = 2**53


@get("/audit", opt=permit(Right.READ_AUDIT), sync_to_thread=True)
def show_audit(request: Asked, hub: AtHub) -> Response[str]:
    """A page of the audit."""
    wanted = _wanted(request)
    lines = _lines(request, hub)
    query = {name: value for name, value in wanted.items() if value}
    older = query | {"before": str(lines[PAGE - 1].position)} if len(lines) > PAGE else {}
    return render(
        request, "audit.html.j2",
        lines=lines[:PAGE],
        wanted=wanted,
        older=urlencode(older),
        query=urlencode(query),
    )  # fmt: skip


@get("/audit.json", opt=permit(Right.READ_AUDIT), sync_to_thread=True)
def audit_as_json(request: Asked, hub: AtHub) -> list[dict[str, object]]:
    """The same lines for programs."""
    return [line.as_row() for line in _lines(request, hub)[:PAGE]]


def _wanted(request: Asked) -> dict[str, str]:
    return {
        name: request.query_params.get(name, "").strip()[:LONGEST]
        for name in ("by", "action", "target")
    }


def _lines(request: Asked, hub: Hub) -> list[AuditLine]:
    wanted = _wanted(request)
    before = whole(request.query_params, "before", most=LAST)
    found = trail_of(hub.home, hub.clock).newest(
        before=before or None,
        by=wanted["by"] or None,
        action=wanted["action"] or None,
        target=wanted["target"] or None,
    )
    return list(islice(found, PAGE + 1))
