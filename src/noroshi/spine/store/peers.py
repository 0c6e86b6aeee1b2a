"""Peers: how far the lists of others were read."""

from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import PeerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one list was read.

    Attributes:
        origin: Where it was read; another place starts anew.
        cursor: Where to go on, in the list's own words; empty at its start.
        pulled_at: When that was.
    """

    origin: str
    cursor: str
    pulled_at: datetime


class Peers:
    """Progress by name of peer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def progress(self, name: str) -> Progress | None:
        """How far a list was read; null before the first time."""
        with self._database.reading() as session:
            row = session.get(PeerRow, name)
            if row is None:
                return None
            return Progress(origin=row.origin, cursor=row.cursor, pulled_at=row.pulled_at)

    def advance(self, name: str, progress: Progress) -> None:
        """Write down how far it was read."""
        with self._database.writing() as session:
            row = session.get(PeerRow, name)
            if row is None:
                row = PeerRow(name=name)
                session.add(row)
            row.origin, row.cursor = progress.origin, progress.cursor
            row.pulled_at = progress.pulled_at
