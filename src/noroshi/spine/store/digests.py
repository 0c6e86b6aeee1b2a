"""Digests: how far each operator was told of changes by mail."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from noroshi.spine.model import Notification
from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import EditionRow
from noroshi.spine.store.notifications import add_new
from noroshi.spine.store.work_tables import DigestRow

CHUNK = 500
"""Ids in one question; SQLite takes at most 999 values in old builds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Up to where in the order of commits an operator was told, and when."""

    sequence: int
    at: datetime


class Digests:
    """The record on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self, operator_id: str) -> Told | None:
        """How far an operator was told; null before the first time."""
        with self._database.reading() as session:
            row = session.get(DigestRow, operator_id)
            return Told(sequence=row.sequence, at=row.told_at) if row else None

    def begin(self, operator_id: str, told: Told) -> None:
        """Begin to tell an operator of what comes after this; nothing where that began before."""
        with self._database.writing() as session:
            if session.get(DigestRow, operator_id) is None:
                session.add(
                    DigestRow(operator_id=operator_id, sequence=told.sequence, told_at=told.at)
                )

    def tell(
        self, operator_id: str, notifications: Sequence[Notification], *, before: Told, after: Told
    ) -> int:
        """Queue a digest and record that it tells up to here; gives how many messages are new.

        Nothing is queued when another process told the operator since `before`.
        """
        with self._database.writing() as session:
            row = session.get(DigestRow, operator_id, with_for_update=True)
            if row is None or row.sequence != before.sequence or row.told_at != before.at:
                return 0
            row.sequence, row.told_at = after.sequence, after.at
            return add_new(session, notifications)

    def known_before(self, indicator_ids: Collection[str], sequence: int) -> set[str]:
        """Which of these entries were in the list at that place in the order of commits."""
        ids = sorted(indicator_ids)
        known: set[str] = set()
        with self._database.reading() as session:
            for at in range(0, len(ids), CHUNK):
                query = select(EditionRow.indicator_id).where(
                    EditionRow.indicator_id.in_(ids[at : at + CHUNK]),
                    EditionRow.sequence <= sequence,
                )
                known |= set(session.scalars(query))
        return known
