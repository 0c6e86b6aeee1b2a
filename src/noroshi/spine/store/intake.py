"""Intake: what collectors put into the lake, by hour."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.tables import CollectionRow, InterfaceRow

HOUR = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Taken:
    """What one collector took in a stretch of time.

    Attributes:
        collector: Its name.
        last_at: When its last stretch of the spool became flows.
        datagrams: Datagrams.
        read: Records read.
        kept: Rows in the lake.
        refused: Rows refused, by reason.
        hours: Rows in the lake by hour, from the first hour asked for.
    """

    collector: str
    last_at: datetime
    hours: list[int]
    datagrams: int = 0
    read: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Intake:
    """Questions about collections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def taken(self, until: datetime, *, hours: int) -> list[Taken]:
        """What each collector took in the hours up to a moment; all that ever took are there.

        Args:
            until: First instant that does not count.
            hours: How many hours before it count.
        """
        start = until - hours * HOUR
        with self._database.reading() as session:
            last = session.execute(
                select(CollectionRow.collector, func.max(CollectionRow.committed_at))
                .group_by(CollectionRow.collector)
                .order_by(CollectionRow.collector)
            ).all()
            found = {
                name: Taken(collector=name, last_at=moment, hours=[0] * hours)
                for name, moment in last
            }
            rows = session.scalars(
                select(CollectionRow).where(
                    CollectionRow.committed_at >= start, CollectionRow.committed_at < until
                )
            )
            _add(found, rows, start)
        return list(found.values())

    def interfaces(self) -> dict[str, int]:
        """How many interfaces each exporter has named, by its address."""
        query = (
            select(InterfaceRow.exporter, func.count())
            .group_by(InterfaceRow.exporter)
            .order_by(InterfaceRow.exporter)
        )
        with self._database.reading() as session:
            return {exporter: int(count) for exporter, count in session.execute(query)}


def _add(found: dict[str, Taken], rows: Iterable[CollectionRow], start: datetime) -> None:
    for row in rows:
        mine = found[row.collector]
        mine.datagrams += row.datagrams
        mine.read += row.read
        mine.kept += row.kept
        mine.refused.update(row.refused)
        mine.hours[(row.committed_at - start) // HOUR] += row.kept
