"""Site drafts: that drafts of take-down requests were written, for which page, for whom and by whom."""

from uuid import uuid4

from sqlalchemy import insert, select

from noroshi.spine.model.site_life import TakedownDraft
from noroshi.spine.model.site_report import url_id
from noroshi.spine.store.database import Database
from noroshi.spine.store.follow_tables import SiteDraftRow


class SiteDrafts:
    """The record. Nothing ever changes or leaves it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, draft: TakedownDraft) -> None:
        """Note that drafts were written.

        Raises:
            SourceError: The URL is not in the queue.
        """
        row = {
            "id": str(uuid4()),
            "url_id": url_id(draft.url),
            "at": draft.at,
            "by": draft.by,
            "recipients": list(draft.recipients),
            "digest": draft.digest,
        }
        with self._database.writing() as session:
            session.execute(insert(SiteDraftRow), [row])

    def of(self, url: str) -> list[TakedownDraft]:
        """Drafts for a page, oldest first."""
        query = (
            select(SiteDraftRow)
            .where(SiteDraftRow.url_id == url_id(url))
            .order_by(SiteDraftRow.at, SiteDraftRow.id)
        )
        with self._database.reading() as session:
            return [
                TakedownDraft(
                    url=url,
                    at=row.at,
                    by=row.by,
                    recipients=tuple(row.recipients),
                    digest=row.digest,
                )
                for row in session.scalars(query)
            ]
