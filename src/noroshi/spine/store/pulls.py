"""Pulls: who read how much of which list, by day and format."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import PullRow
from noroshi.spine.store.member_tables import OperatorRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """Readings of one list in one format by one operator on one day.

    Attributes:
        operator_id: Who read.
        collection: Which list.
        format: In which format (`csv`, `delta`, `taxii` …).
        last_at: When the last one ended; its day (UTC) is the day they count for.
        pulls: How many readings.
        octets: How much left, as sent.
        entries: How many entries were in it.
        sequence: Highest sequence that the reader has since then.
    """

    operator_id: str
    collection: str
    format: str
    last_at: datetime
    octets: int
    entries: int
    sequence: int
    pulls: int = 1

    @property
    def day(self) -> str:
        """Day in UTC, `2026-01-05`."""
        return self.last_at.astimezone(UTC).date().isoformat()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes two pulls count in one row."""
        return self.operator_id, self.collection, self.format, self.day

    def joined(self, other: Self) -> Self:
        """Both together, of one `key`."""
        return type(self)(
            operator_id=self.operator_id,
            collection=self.collection,
            format=self.format,
            last_at=max(self.last_at, other.last_at),
            octets=self.octets + other.octets,
            entries=self.entries + other.entries,
            sequence=max(self.sequence, other.sequence),
            pulls=self.pulls + other.pulls,
        )


class Pulls:
    """The record of pulls."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, pulls: Iterable[Pull]) -> None:
        """Count pulls in, all in one transaction. Those of unknown operators are left out."""
        joined = _joined(pulls)
        if not joined:
            return
        with self._database.writing() as session:
            known = set(session.scalars(select(OperatorRow.id).with_for_update()))
            for pull in joined:
                if pull.operator_id in known:
                    _count_in(session, pull)

    def of(self, operator_id: str, *, since: datetime | None = None) -> list[Pull]:
        """An operator's days, the latest first.

        Args:
            operator_id: Whose.
            since: Of days that had a pull at or after this moment.
        """
        query = (
            select(PullRow)
            .where(PullRow.operator_id == operator_id)
            .order_by(PullRow.last_at.desc(), PullRow.collection, PullRow.format)
        )
        if since is not None:
            query = query.where(PullRow.last_at >= since)
        with self._database.reading() as session:
            return [_pull_of(row) for row in session.scalars(query)]

    def between(self, after: datetime, until: datetime) -> list[Pull]:
        """Days of all operators whose last pull came after one moment and until another."""
        query = (
            select(PullRow)
            .where(PullRow.last_at > after, PullRow.last_at <= until)
            .order_by(PullRow.operator_id, PullRow.last_at)
        )
        with self._database.reading() as session:
            return [_pull_of(row) for row in session.scalars(query)]


def _joined(pulls: Iterable[Pull]) -> list[Pull]:
    made = []
    for _, same in groupby(sorted(pulls, key=lambda pull: pull.key), key=lambda pull: pull.key):
        first, *others = same
        for other in others:
            first = first.joined(other)
        made.append(first)
    return made


def _count_in(session: Session, pull: Pull) -> None:
    """Whoever counts holds the operators' rows, so no second process adds the same day at once."""
    row = session.get(PullRow, pull.key)
    if row is None:
        session.add(
            PullRow(
                operator_id=pull.operator_id,
                collection=pull.collection,
                format=pull.format,
                day=pull.day,
                pulls=pull.pulls,
                octets=pull.octets,
                entries=pull.entries,
                sequence=pull.sequence,
                last_at=pull.last_at,
            )
        )
        return
    together = _pull_of(row).joined(pull)
    row.pulls, row.octets, row.entries = together.pulls, together.octets, together.entries
    row.sequence, row.last_at = together.sequence, together.last_at


def _pull_of(row: PullRow) -> Pull:
    return Pull(
        operator_id=row.operator_id,
        collection=row.collection,
        format=row.format,
        last_at=row.last_at,
        octets=row.octets,
        entries=row.entries,
        sequence=row.sequence,
        pulls=row.pulls,
    )
