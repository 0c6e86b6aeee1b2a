"""Site sources: how far each was read, how it is, and how much may still be read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from noroshi.spine.store.database import Database
from noroshi.spine.store.site_lock import alone
from noroshi.spine.store.site_tables import SiteSourceDayRow, SiteSourceRow

MOST_ERROR = 500
"""Characters of an error that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one batch of a source was.

    Attributes:
        name: Of the source.
        cursor: Where to go on after it; null to leave it where it is.
        read: Posts or rows in it.
        refused: Of these, what could not be taken, by reason.
    """

    name: str
    cursor: str | None = None
    read: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDay:
    """What a source gave on one day.

    Attributes:
        name: Of the source.
        day: In UTC, `2026-01-05`.
        read: Posts or rows read.
        kept: Reports made of them.
        known: Reports that were there already.
        refused: What could not be taken, by reason.
    """

    name: str
    day: str
    read: int
    kept: int
    known: int
    refused: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a source is.

    Attributes:
        name: Of the source.
        cursor: Where reading goes on, in its own words.
        read_at: When it was last read; null for never.
        error: What went wrong last; empty where the last reading went well.
        error_at: When that was.
    """

    name: str
    cursor: str
    read_at: datetime | None
    error: str
    error_at: datetime | None


class SiteSources:
    """The sources of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cursor(self, name: str) -> str:
        """Where to go on; empty before the first reading."""
        with self._database.reading() as session:
            row = session.get(SiteSourceRow, name)
            return row.cursor if row else ""

    def fail(self, name: str, error: str, at: datetime) -> None:
        """Write down that reading it failed. Its cursor stays."""
        with self._database.writing() as session:
            alone(session)
            row = _source(session, name)
            row.error, row.error_at = error[:MOST_ERROR], at

    def states(self) -> list[SourceState]:
        """All that were ever read, by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(SiteSourceRow).order_by(SiteSourceRow.name))
            return [
                SourceState(
                    name=row.name,
                    cursor=row.cursor,
                    read_at=row.read_at,
                    error=row.error,
                    error_at=row.error_at,
                )
                for row in rows
            ]

    def days(self, since: datetime) -> list[SourceDay]:
        """What sources gave from the day of a moment on, by name and day."""
        query = (
            select(SiteSourceDayRow)
            .where(SiteSourceDayRow.day >= _day(since))
            .order_by(SiteSourceDayRow.name, SiteSourceDayRow.day)
        )
        with self._database.reading() as session:
            return [
                SourceDay(
                    name=row.name,
                    day=row.day,
                    read=row.read,
                    kept=row.kept,
                    known=row.known,
                    refused=dict(row.refused),
                )
                for row in session.scalars(query)
            ]

    def reserve(self, name: str, most: int, *, per_day: int, per_month: int, at: datetime) -> int:
        """Posts that may be read now, counted before they are asked for; 0 where none may.

        Counting first means that a killed process has counted too much, never too little.

        Args:
            name: Of the source.
            most: Posts that are wanted.
            per_day: Most posts of a day (UTC).
            per_month: Most posts of a calendar month (UTC).
            at: Now.
        """
        month = at.astimezone(UTC).strftime("%Y-%m")
        with self._database.writing() as session:
            alone(session)
            spent = session.scalar(
                select(func.sum(SiteSourceDayRow.read)).where(
                    SiteSourceDayRow.name == name, SiteSourceDayRow.day.startswith(month)
                )
            )
            today = _today(session, name, at)
            left = min(per_day - today.read, per_month - int(spent or 0))
            granted = max(0, min(most, left))
            today.read += granted
            return granted

    def give_back(self, name: str, posts: int, at: datetime) -> None:
        """Take reserved posts that did not come off the count of the day they were reserved on."""
        with self._database.writing() as session:
            alone(session)
            _today(session, name, at).read -= posts


def month_of(days: list[SourceDay], at: datetime) -> Counter[str]:
    """Posts read in the calendar month of a moment, by source."""
    month = at.astimezone(UTC).strftime("%Y-%m")
    spent: Counter[str] = Counter()
    for day in days:
        if day.day.startswith(month):
            spent[day.name] += day.read
    return spent


def month_begin(at: datetime) -> datetime:
    """The first instant of a moment's month (UTC)."""
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def note_reading(
    session: Session, reading: Reading, *, kept: int, known: int, at: datetime
) -> None:
    """Count a batch and move the cursor, inside the transaction that keeps its reports."""
    source = _source(session, reading.name)
    source.read_at, source.error, source.error_at = at, "", None
    if reading.cursor is not None:
        source.cursor = reading.cursor
    today = _today(session, reading.name, at)
    today.read += reading.read
    today.kept += kept
    today.known += known
    today.refused = dict(Counter(today.refused) + Counter(reading.refused))


def _source(session: Session, name: str) -> SiteSourceRow:
    row = session.get(SiteSourceRow, name)
    if row is None:
        row = SiteSourceRow(name=name, cursor="", read_at=None, error="", error_at=None)
        session.add(row)
    return row


def _today(session: Session, name: str, at: datetime) -> SiteSourceDayRow:
    row = session.get(SiteSourceDayRow, (name, _day(at)))
    if row is None:
        row = SiteSourceDayRow(name=name, day=_day(at), read=0, kept=0, known=0, refused={})
        session.add(row)
    return row


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()
