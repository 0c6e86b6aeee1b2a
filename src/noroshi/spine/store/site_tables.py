"""Tables of reported sites: reports, the queue of their URLs, visits, verdicts, and their sources."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State


class SiteReportRow(State):
    """One report. Append-only."""

    __tablename__ = "site_reports"

    receipt: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    source: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(index=True)
    words: Mapped[str]
    signs: Mapped[list[str]]
    origin: Mapped[str | None] = mapped_column(unique=True)


class SiteUrlRow(State):
    """One URL on its way through the queue."""

    __tablename__ = "site_urls"
    __table_args__ = (Index("ix_site_urls_state_order", "state", "order_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    host: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    score: Mapped[float]
    reasons: Mapped[list[str]]
    reports: Mapped[int]
    state: Mapped[str]
    attempts: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    order_at: Mapped[datetime]
    next_at: Mapped[datetime]
    worker: Mapped[str]
    error: Mapped[str]


class SiteReportUrlRow(State):
    """One URL of one report."""

    __tablename__ = "site_report_urls"

    receipt: Mapped[str] = mapped_column(ForeignKey("site_reports.receipt"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"), index=True)


class SiteHostRow(State):
    """When a host may be visited next."""

    __tablename__ = "site_hosts"

    host: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]


class SiteVisitRow(State):
    """One visit. Append-only."""

    __tablename__ = "site_visits"
    __table_args__ = (Index("ix_site_visits_url_started", "url_id", "started_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"))
    profile: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    outcome: Mapped[str]
    evidence: Mapped[str]
    worker: Mapped[str]


class SiteVerdictRow(State):
    """One verdict. Append-only."""

    __tablename__ = "site_verdicts"

    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    danger: Mapped[str]
    label: Mapped[str]
    score: Mapped[float]
    brand: Mapped[str]
    reasons: Mapped[list[dict[str, str]]]
    by: Mapped[str]
    at: Mapped[datetime]
    keys: Mapped[int]
    undo: Mapped[bool] = mapped_column(server_default=false())


class SiteProposalRow(State):
    """One verdict that a person wants."""

    __tablename__ = "site_proposals"
    __table_args__ = (Index("ix_site_proposals_url_at", "url_id", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"))
    danger: Mapped[str]
    label: Mapped[str]
    brand: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    act: Mapped[str]
    keys: Mapped[int]
    undo: Mapped[bool]
    seen: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    closed_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str]
    told: Mapped[bool]
    batch: Mapped[str] = mapped_column(index=True, server_default="")


class SiteCaseRow(State):
    """What holds for a judged URL now; kept beside its verdicts so that cases are found fast."""

    __tablename__ = "site_cases"
    __table_args__ = (Index("ix_site_cases_brand_held", "brand", "held_at"),)

    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"), primary_key=True)
    danger: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    score: Mapped[float]
    brand: Mapped[str]
    by: Mapped[str]
    held_at: Mapped[datetime]
    by_person: Mapped[bool]
    disputed: Mapped[bool]
    proposal: Mapped[str]


class SiteTraceRow(State):
    """What the maker of a page left on it, to join pages of one hand."""

    __tablename__ = "site_traces"

    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    trace: Mapped[dict[str, Any]] = mapped_column(JSON)


class SiteSourceRow(State):
    """How far a source was read, and how it is."""

    __tablename__ = "site_sources"

    name: Mapped[str] = mapped_column(primary_key=True)
    cursor: Mapped[str]
    read_at: Mapped[datetime | None]
    error: Mapped[str]
    error_at: Mapped[datetime | None]


class SiteSourceDayRow(State):
    """What a source gave on one day (UTC)."""

    __tablename__ = "site_source_days"

    name: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    read: Mapped[int]
    kept: Mapped[int]
    known: Mapped[int]
    refused: Mapped[dict[str, int]]
