"""Sightings: what members say of entries. Counts only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Select, bindparam, case, func, select

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


_SIGHTINGS: Select[*tuple[Any, ...]] = select(
    SightingRow.id,
    SightingRow.indicator_id,
    SightingRow.operator_id,
    SightingRow.kind,
    SightingRow.count,
    SightingRow.window_start,
    SightingRow.window_end,
    SightingRow.source,
    SightingRow.received_at,
    SightingRow.note,
)
"""In the order that `_sighting_of` reads."""

_OF = _SIGHTINGS.where(SightingRow.indicator_id == bindparam("indicator")).order_by(
    SightingRow.window_end.desc(), SightingRow.id
)
"""Put together once: it is asked with every entry that is read."""


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
        with self._database.asking() as connection:
            return sightings_of(connection, indicator_id)

    def of_operator(self, operator_id: str, *, limit: int = 100) -> list[Sighting]:
        """What a member said last, the newest first."""
        query = _SIGHTINGS.where(SightingRow.operator_id == operator_id)
        newest = query.order_by(SightingRow.received_at.desc(), SightingRow.id).limit(limit)
        with self._database.asking() as connection:
            return list(map(_sighting_of, connection.execute(newest)))

    def figures(
        self, *, after: datetime | None = None, until: datetime | None = None
    ) -> dict[str, Sighted]:
        """What each operator has said, by operator.

        Args:
            after: Of statements that came after this moment.
            until: Of statements that came at this moment or before.
        """
        wrong = SightingRow.kind == SightingKind.FALSE_POSITIVE.value
        query = select(
            SightingRow.operator_id,
            func.coalesce(func.sum(case((wrong, 0), else_=SightingRow.count)), 0),
            func.count(SightingRow.indicator_id.distinct()),
            func.count(case((wrong, SightingRow.indicator_id)).distinct()),
            func.max(case((wrong, None), else_=SightingRow.received_at)),
        ).group_by(SightingRow.operator_id)
        if after is not None:
            query = query.where(SightingRow.received_at > after)
        if until is not None:
            query = query.where(SightingRow.received_at <= until)
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


def sightings_of(connection: Connection, indicator_id: str) -> list[Sighting]:
    """What all members said of an entry, the newest window first."""
    return list(map(_sighting_of, connection.execute(_OF, {"indicator": indicator_id})))


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


def _sighting_of(row: Sequence[Any]) -> Sighting:
    name, indicator, operator, kind, count, start, end, source, received_at, note = row
    return Sighting(
        id=name,
        indicator_id=indicator,
        operator_id=operator,
        kind=SightingKind(kind),
        count=count,
        window=Window(start, end),
        source=source,
        received_at=received_at,
        note=note,
    )
