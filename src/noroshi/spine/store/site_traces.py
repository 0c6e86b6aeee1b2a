"""Site traces: what pages' makers leave, kept as plain values; the newest of each URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from noroshi.spine.model.site_verdict import SiteDanger
from noroshi.spine.store.database import Database
from noroshi.spine.store.site_lock import alone
from noroshi.spine.store.site_tables import SiteCaseRow, SiteTraceRow, SiteUrlRow, SiteVerdictRow

MOST = 5_000
"""Pages that are joined at once; the newest."""

JOINED = (SiteDanger.DANGEROUS.value, SiteDanger.SUSPICIOUS.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTrace:
    """One page's trace with what holds for it.

    Attributes:
        url_id: Of the page.
        url: As it stands in the queue.
        host: Its host.
        brand: Whose name it bears; empty for none.
        label: Class that holds.
        first_at: When it was reported first.
        seen_at: When it was seen last.
        trace: As it was kept.
    """

    url_id: str
    url: str
    host: str
    brand: str
    label: str
    first_at: datetime
    seen_at: datetime
    trace: Mapping[str, Any]


class SiteTraces:
    """Traces of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, url_id: str, trace: Mapping[str, Any], at: datetime) -> None:
        """Keep a page's trace instead of an older one."""
        with self._database.writing() as session:
            alone(session)
            session.merge(SiteTraceRow(url_id=url_id, seen_at=at, trace=dict(trace)))

    def newest(self, *, limit: int = MOST) -> list[KeptTrace]:
        """Of pages that are dangerous or suspicious now, the newest first."""
        query = (
            select(SiteTraceRow, SiteUrlRow, SiteCaseRow)
            .join(SiteUrlRow, SiteUrlRow.id == SiteTraceRow.url_id)
            .join(SiteCaseRow, SiteCaseRow.url_id == SiteTraceRow.url_id)
            .where(SiteCaseRow.danger.in_(JOINED))
            .order_by(SiteTraceRow.seen_at.desc(), SiteTraceRow.url_id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [
                KeptTrace(
                    url_id=url.id, url=url.url, host=url.host, brand=case.brand,
                    label=case.label, first_at=url.first_at, seen_at=row.seen_at, trace=row.trace,
                )
                for row, url, case in session.execute(query)
            ]  # fmt: skip

    def state(self) -> tuple[int, datetime | None, int]:
        """Changes whenever joining would give something else: traces, the newest, verdicts so far."""
        with self._database.reading() as session:
            amount, seen = session.execute(
                select(func.count(), func.max(SiteTraceRow.seen_at))
            ).one()
            verdicts = session.scalar(select(func.count()).select_from(SiteVerdictRow))
        return int(amount), seen, int(verdicts or 0)
