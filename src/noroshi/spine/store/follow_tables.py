"""Tables of followed pages: where each stands, every look, and drafts of take-down requests."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State


class SiteFollowRow(State):
    """Where one followed page stands."""

    __tablename__ = "site_follows"
    __table_args__ = (Index("ix_site_follows_ended_next", "ended_at", "next_at"),)

    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"), primary_key=True)
    since: Mapped[datetime]
    state: Mapped[str]
    changed_at: Mapped[datetime]
    alive_at: Mapped[datetime]
    paced_from: Mapped[datetime]
    next_at: Mapped[datetime]
    looks: Mapped[int]
    full_looks: Mapped[int]
    harmless_run: Mapped[int]
    mark: Mapped[str]
    worker: Mapped[str]
    error: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str]


class SiteLookRow(State):
    """One look at a followed page. Append-only."""

    __tablename__ = "site_looks"

    url_id: Mapped[str] = mapped_column(ForeignKey("site_follows.url_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    state: Mapped[str]
    depth: Mapped[str]
    code: Mapped[str]
    reason: Mapped[dict[str, str]]
    addresses: Mapped[list[str]]
    status: Mapped[int | None]
    verdict: Mapped[str]
    score: Mapped[float | None]
    evidence: Mapped[list[str]]


class SiteDraftRow(State):
    """That drafts of take-down requests were written. Append-only."""

    __tablename__ = "site_drafts"
    __table_args__ = (Index("ix_site_drafts_url_at", "url_id", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    url_id: Mapped[str] = mapped_column(ForeignKey("site_urls.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    recipients: Mapped[list[str]]
    digest: Mapped[str]
