"""Submissions: what became of each post of a member, for as long as somebody may ask."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import SubmissionRow

KEPT = timedelta(days=7)
"""How long a status can be asked for; TAXII 2.1 section 4.3 wants a day."""


class Submissions:
    """Statuses of posts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self, submission_id: str, *, by: str, operator_id: str, body: bytes, at: datetime
    ) -> None:
        """Write a status down, and forget those that are too old."""
        with self._database.writing() as session:
            session.execute(delete(SubmissionRow).where(SubmissionRow.received_at < at - KEPT))
            session.add(
                SubmissionRow(
                    id=submission_id, by=by, operator_id=operator_id, body=body, received_at=at
                )
            )

    def find(self, submission_id: str, *, by: str, operator_id: str) -> bytes | None:
        """A status, for whoever posted; null for others."""
        query = select(SubmissionRow.body).where(
            SubmissionRow.id == submission_id,
            SubmissionRow.by == by,
            SubmissionRow.operator_id == operator_id,
        )
        with self._database.reading() as session:
            return session.scalar(query)
