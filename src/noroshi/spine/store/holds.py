"""Holds: lists that changed too much in one step and wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import HoldRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One list that waits, or waited.

    Attributes:
        id: Random.
        collection: Name of the list.
        entries_before: Live entries in the list.
        entries_after: Live entries that it would have.
        held_at: When the step came up.
        ended_at: When it ended; null while it waits.
        ended_by: Who ended it: a person who released it, or the policy where the step became small.
        released: Whether a person let the step go out.
    """

    id: str
    collection: str
    entries_before: int
    entries_after: int
    held_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""
    released: bool = False


class Holds:
    """The record of holds; each list has at most one that waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> list[Hold]:
        """Holds that wait for a person, oldest first."""
        query = select(HoldRow).where(HoldRow.ended_at.is_(None)).order_by(HoldRow.held_at)
        with self._database.reading() as session:
            return [_hold_of(row) for row in session.scalars(query)]

    def history(self, *, limit: int = 100) -> list[Hold]:
        """All holds, newest first."""
        query = select(HoldRow).order_by(HoldRow.held_at.desc(), HoldRow.id).limit(limit)
        with self._database.reading() as session:
            return [_hold_of(row) for row in session.scalars(query)]

    def hold(self, collection: str, *, before: int, after: int, at: datetime) -> None:
        """Let a list wait; one that waits already keeps its time and gets the new counts."""
        with self._database.writing() as session:
            row = session.scalar(_waiting_of(collection))
            if row is None:
                row = HoldRow(
                    id=str(uuid4()),
                    collection=collection,
                    entries_before=before,
                    entries_after=after,
                    held_at=at,
                    ended_at=None,
                    ended_by="",
                    released=False,
                )
                session.add(row)
            row.entries_before, row.entries_after = before, after

    def end(self, collection: str, *, by: str, released: bool, at: datetime) -> bool:
        """End the hold of a list; tells whether there was one."""
        with self._database.writing() as session:
            row = session.scalar(_waiting_of(collection))
            if row is None:
                return False
            row.ended_at, row.ended_by, row.released = at, by, released
            return True


def _waiting_of(collection: str) -> Select[HoldRow]:
    return select(HoldRow).where(HoldRow.collection == collection, HoldRow.ended_at.is_(None))


def _hold_of(row: HoldRow) -> Hold:
    return Hold(
        id=row.id,
        collection=row.collection,
        entries_before=row.entries_before,
        entries_after=row.entries_after,
        held_at=row.held_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        released=row.released,
    )
