"""Sightings: what members say of entries. Counts only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Select, case, func, select

from noroshi.spine.model import Sighting, SightingKind, Window
from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import SightingRow

SIGHTINGS = UUID("a8f9a0de-54a5-5d0c-9a29-9d4b0d7d3c55")
"""Namespace of sighting ids (UUIDv5, RFC 9562 section 5.5)."""


def sighting_id(
    indicator_id: str, operator_id: str, kind: SightingKind, source: str, window: Window
) -> str:
    """The id by which the same statement, told again, replaces what it said before."""
    parts = (indicator_id, operator_id, kind.value, source, *window.isoformat())
    return str(uuid5(SIGHTINGS, "|".join(parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """What one operator has said, in figures.

    Attributes:
        operator_id: Who.
        hits: How often entries were seen.
        entries: How many different entries were seen or called wrong.
        wrong: How many different entries were called wrong.
        last_at: When it last said that it saw one; null when it never did.
    """

    operator_id: str
    hits: int
    entries: int
    wrong: int
    last_at: datetime | None

    @property
    def wrong_rate(self) -> float | None:
        """Share of the entries it met that it called wrong; null when it met none."""
        return self.wrong / self.entries if self.entries else None


class Sightings:
    """The record of sightings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, sightings: Sequence[Sighting]) -> None:
        """Record statements in one transaction; one of the same id replaces the former."""
        if not sightings:
            return
        with self._database.writing() as session:
            for sighting in sightings:
                session.merge(_row_of(sighting))

    def of_indicator(self, indicator_id: str) -> list[Sighting]:
        """What all members said of an entry, the newest window first."""
        query = select(SightingRow).where(SightingRow.indicator_id == indicator_id)
        return self._read(query.order_by(SightingRow.window_end.desc(), SightingRow.id))

    def of_operator(self, operator_id: str, *, limit: int = 100) -> list[Sighting]:
        """What a member said last, the newest first."""
        query = select(SightingRow).where(SightingRow.operator_id == operator_id)
        newest = query.order_by(SightingRow.received_at.desc(), SightingRow.id)
        return self._read(newest.limit(limit))

    def figures(self, *, since: datetime | None = None) -> dict[str, Sighted]:
        """What each operator has said, by operator.

        Args:
            since: Of statements that came at or after this moment.
        """
        wrong = SightingRow.kind == SightingKind.FALSE_POSITIVE.value
        query = select(
            SightingRow.operator_id,
            func.coalesce(func.sum(case((wrong, 0), else_=SightingRow.count)), 0),
            func.count(SightingRow.indicator_id.distinct()),
            func.count(case((wrong, SightingRow.indicator_id)).distinct()),
            func.max(case((wrong, None), else_=SightingRow.received_at)),
        ).group_by(SightingRow.operator_id)
        if since is not None:
            query = query.where(SightingRow.received_at >= since)
        with self._database.reading() as session:
            return {
                operator: Sighted(
                    operator_id=operator,
                    hits=int(hits),
                    entries=entries,
                    wrong=wrong_entries,
                    last_at=last_at,
                )
                for operator, hits, entries, wrong_entries, last_at in session.execute(query)
            }

    def last_seen(self, indicator_ids: Iterable[str]) -> dict[str, datetime]:
        """End of the last window in which each entry was seen, for those that were."""
        found: dict[str, datetime] = {}
        asked = sorted(set(indicator_ids))
        with self._database.reading() as session:
            for start in range(0, len(asked), 500):
                query = (
                    select(SightingRow.indicator_id, func.max(SightingRow.window_end))
                    .where(
                        SightingRow.indicator_id.in_(asked[start : start + 500]),
                        SightingRow.kind == SightingKind.SEEN.value,
                    )
                    .group_by(SightingRow.indicator_id)
                )
                found.update((name, moment) for name, moment in session.execute(query))
        return found

    def _read(self, query: Select[SightingRow]) -> list[Sighting]:
        with self._database.reading() as session:
            return [_sighting_of(row) for row in session.scalars(query)]


def _row_of(sighting: Sighting) -> SightingRow:
    return SightingRow(
        id=sighting.id,
        indicator_id=sighting.indicator_id,
        operator_id=sighting.operator_id,
        kind=sighting.kind.value,
        count=sighting.count,
        window_start=sighting.window.start,
        window_end=sighting.window.end,
        source=sighting.source,
        note=sighting.note,
        received_at=sighting.received_at,
    )


def _sighting_of(row: SightingRow) -> Sighting:
    return Sighting(
        id=row.id,
        indicator_id=row.indicator_id,
        operator_id=row.operator_id,
        kind=SightingKind(row.kind),
        count=row.count,
        window=Window(row.window_start, row.window_end),
        source=row.source,
        received_at=row.received_at,
        note=row.note,
    )
