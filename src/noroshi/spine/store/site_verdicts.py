"""Site verdicts: what was ever said of a URL. They are only ever added to."""

from collections.abc import Sequence

from sqlalchemy import select

from noroshi.spine.model.site_verdict import SiteVerdict
from noroshi.spine.store.database import Database
from noroshi.spine.store.site_tables import SiteUrlRow, SiteVerdictRow
from noroshi.spine.store.site_verdict_rows import verdict_of

ASKED_AT_ONCE = 500
"""Ids in one question; databases limit its parameters."""


class SiteVerdicts:
    """Verdicts by URL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ids: Sequence[str]) -> dict[str, list[SiteVerdict]]:
        """Verdicts on URLs by their ids, oldest first."""
        query = (
            select(SiteVerdictRow, SiteUrlRow.url)
            .join(SiteUrlRow, SiteUrlRow.id == SiteVerdictRow.url_id)
            .order_by(SiteVerdictRow.url_id, SiteVerdictRow.position)
        )
        found: dict[str, list[SiteVerdict]] = {name: [] for name in ids}
        with self._database.reading() as session:
            for start in range(0, len(ids), ASKED_AT_ONCE):
                some = SiteVerdictRow.url_id.in_(ids[start : start + ASKED_AT_ONCE])
                for row, url in session.execute(query.where(some)):
                    found[row.url_id].append(verdict_of(row, url))
        return found
