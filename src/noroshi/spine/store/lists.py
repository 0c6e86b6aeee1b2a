"""Shared list: every version of every shared entry, in the order of commits."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from noroshi.spine.model import COLLECTIONS, Edition, Indicator, Standing, Text, Tlp
from noroshi.spine.store.choice import Choice
from noroshi.spine.store.database import Database
from noroshi.spine.store.edition_rows import (
    EDITION,
    EDITIONS,
    EPOCH,
    MICROSECOND,
    edition_of,
    editions_of,
    moment_us,
    row_of_edition,
    settled,
)
from noroshi.spine.store.list_tables import EditionRow, HeadRow

__all__ = ["FACETS", "Change", "Choice", "SharedList"]

ASKED_AT_ONCE = 500
"""Ids in one question; databases limit its parameters."""

READ_AT_ONCE = 2_000
"""Rows that a walk holds in memory."""

FACETS = ("collection", "standing", "kind", "label", "tlp")
"""Columns by which entries are counted."""

_HEAD = 1
"""Id of the only row of `list_head`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody wants to hold for an entry from now on: an edition without its place.

    Attributes:
        collection: Name of the list.
        indicator: The entry; `publish` sets `revoked` by the standing.
        standing: What shall hold.
        reason: Why, for people.
        by: `policy:…`, `user:…` or `operator:…`.
    """

    collection: str
    indicator: Indicator
    standing: Standing
    reason: Text
    by: str


class SharedList:
    """The list. Each method is one transaction; any number of threads and processes may call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> int:
        """Highest sequence that is committed; 0 for an empty list."""
        with self._database.reading() as session:
            return _head(session)

    def publish(
        self, changes: Sequence[Change], at: datetime, *, seen: Mapping[str, int] | None = None
    ) -> list[Edition]:
        """Make editions of all that changes something; the same content again makes none.

        Whoever publishes holds the lock on the head until the commit, so numbers become visible in
        their order and a reader's cursor never passes one that comes later.

        Args:
            changes: Wanted states, in order; the last one for an entry is what holds.
            at: The present. Stamps never go back, whatever the clock does.
            seen: Sequence of the edition of each entry that the changes were made from, 0 or none
                for a new entry; one that moved on meanwhile is left as it is.

        Raises:
            ValueError: A collection does not exist, or an entry stands in another one.
        """
        wanted = [(change.indicator.id, change) for change in changes]
        for _, change in wanted:
            if change.collection not in COLLECTIONS:
                raise ValueError(f"there is no collection {change.collection!r}")
        if not wanted:
            return []
        with self._database.writing() as session:
            head = session.execute(
                select(HeadRow.sequence, HeadRow.added_us).with_for_update()
            ).one()
            held = _held(session, {indicator_id for indicator_id, _ in wanted})
            if seen is not None:
                wanted = [
                    (name, change)
                    for name, change in wanted
                    if seen.get(name, 0) == (held[name].sequence if name in held else 0)
                ]
            made = _editions(wanted, held, *head, at)
            if made:
                _write(session, made, held)
        return [edition for _, edition in made]

    def since(
        self,
        sequence: int,
        *,
        collections: Sequence[str],
        limit: int,
        until: int | None = None,
        latest: bool = True,
    ) -> list[Edition]:
        """Editions above a sequence, in order; go on from the last one's.

        Args:
            sequence: What the reader has.
            collections: Of these lists.
            limit: Most editions.
            until: None above this sequence; a walk up to a head that was seen ends there.
            latest: Only those that hold; else every version.
        """
        pages = [self._page(sequence, name, limit, until, latest) for name in set(collections)]
        return list(islice(heapq.merge(*pages, key=attrgetter("sequence")), limit))

    def entries(
        self, choice: Choice, *, limit: int, after: int = 0, newest_first: bool = False
    ) -> list[Edition]:
        """Editions that hold, by filter, in the order of sequences.

        Args:
            choice: Which.
            limit: Most editions.
            after: Sequence of the last one the reader has; 0 to begin.
            newest_first: Begin at the end of the list.
        """
        query = EDITIONS.where(EditionRow.latest.is_(True), *choice.conditions()).limit(limit)
        if newest_first:
            query = query.order_by(EditionRow.sequence.desc())
            query = query.where(EditionRow.sequence < after) if after else query
        else:
            query = query.order_by(EditionRow.sequence).where(EditionRow.sequence > after)
        with self._database.reading() as session:
            return editions_of(session.execute(query).all())

    def count(self, choice: Choice) -> int:
        """Editions that hold, by filter."""
        query = select(func.count()).where(EditionRow.latest.is_(True), *choice.conditions())
        with self._database.reading() as session:
            return int(session.scalar(query) or 0)

    def facets(self, choice: Choice) -> dict[str, dict[str, int]]:
        """How many entries of a choice have each value of each of `FACETS`."""
        columns = [getattr(EditionRow, name) for name in FACETS]
        query = (
            select(*columns, func.count())
            .where(EditionRow.latest.is_(True), *choice.conditions())
            .group_by(*columns)
        )
        counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        with self._database.reading() as session:
            for *values, number in session.execute(query):
                for name, value in zip(FACETS, values, strict=True):
                    counted[name][value] += number
        return {name: dict(counter.most_common()) for name, counter in counted.items()}

    def walk(self, collection: str, *, tlps: Sequence[Tlp]) -> Iterator[Edition]:
        """Every live entry of a list as of one moment, in constant memory.

        The transaction is open until the iterator ends, so feed no slow reader from it.
        """
        query = (
            EDITIONS.where(
                EditionRow.collection == collection,
                EditionRow.latest.is_(True),
                EditionRow.standing == Standing.LIVE.value,
                EditionRow.tlp.in_([tlp.value for tlp in tlps]),
            )
            .order_by(EditionRow.sequence)
            .execution_options(yield_per=READ_AT_ONCE)
        )
        with self._database.reading() as session:
            for rows in session.execute(query).partitions():
                yield from map(edition_of, rows)

    def head_of(self, collection: str) -> int:
        """Highest sequence in one list; 0 for an empty one."""
        query = select(func.max(EditionRow.sequence)).where(
            EditionRow.collection == collection, EditionRow.latest.is_(True)
        )
        with self._database.reading() as session:
            return int(session.scalar(query) or 0)

    def next_end(self, collection: str, at: datetime) -> datetime | None:
        """When the next live entry of a list ends by itself; null when none will."""
        query = (
            select(EditionRow.valid_until)
            .where(
                EditionRow.valid_until > at,
                EditionRow.collection == collection,
                EditionRow.latest.is_(True),
                EditionRow.standing == Standing.LIVE.value,
            )
            .order_by(EditionRow.valid_until)
            .limit(1)
        )
        with self._database.reading() as session:
            return session.scalar(query)

    def gone_since(self, sequence: int, collection: str) -> bool:
        """Whether an entry of a list stopped to hold after a sequence."""
        query = select(
            exists().where(
                EditionRow.collection == collection,
                EditionRow.latest.is_(True),
                EditionRow.sequence > sequence,
                EditionRow.standing != Standing.LIVE.value,
            )
        )
        with self._database.reading() as session:
            return bool(session.scalar(query))

    def held_at(self, sequence: int, collection: str) -> int:
        """How many live entries a reader has who read up to a sequence.

        Costs as much as lies above the sequence, not as the list is long.
        """
        newer = EditionRow.collection == collection, EditionRow.sequence > sequence
        holding = EditionRow.latest.is_(True)
        live = EditionRow.standing == Standing.LIVE.value
        former = aliased(EditionRow)
        before = (
            select(func.max(former.sequence))
            .where(former.indicator_id == EditionRow.indicator_id, former.sequence <= sequence)
            .scalar_subquery()
        )
        changed = select(before.label("sequence")).where(*newer, holding).subquery()
        added = select(func.count()).where(*newer, holding, live)
        had = (
            select(func.count())
            .select_from(EditionRow)
            .join(changed, changed.c.sequence == EditionRow.sequence)
            .where(live)
        )
        now = select(func.count()).where(holding, EditionRow.collection == collection, live)
        with self._database.reading() as session:
            counts = [int(session.scalar(query) or 0) for query in (now, added, had)]
        return counts[0] - counts[1] + counts[2]

    def named(self, subjects: Iterable[str], collections: Sequence[str]) -> dict[str, list[str]]:
        """Ids of live entries by their subject's value, of those values that have any."""
        found: dict[str, list[str]] = {}
        left = iter(set(subjects))
        with self._database.reading() as session:
            while asked := list(islice(left, ASKED_AT_ONCE)):
                query = select(EditionRow.subject_value, EditionRow.indicator_id).where(
                    EditionRow.subject_value.in_(asked),
                    EditionRow.latest.is_(True),
                    EditionRow.standing == Standing.LIVE.value,
                    EditionRow.collection.in_(collections),
                )
                for value, indicator_id in session.execute(query):
                    found.setdefault(value, []).append(indicator_id)
        return found

    def waiting(self, sequence: int, collection: str) -> tuple[int, datetime | None]:
        """How many entries of a list changed after a sequence, and when the first of them did."""
        query = select(func.count(), func.min(EditionRow.added_us)).where(
            EditionRow.collection == collection,
            EditionRow.latest.is_(True),
            EditionRow.sequence > sequence,
        )
        with self._database.reading() as session:
            number, added_us = session.execute(query).one()
        return number, EPOCH + added_us * MICROSECOND if number else None

    def latest(self, indicator_id: str) -> Edition | None:
        """What holds for an entry; null when there is none of that id."""
        query = _of(indicator_id).order_by(EditionRow.sequence.desc()).limit(1)
        with self._database.reading() as session:
            row = session.execute(query).first()
        return edition_of(row) if row else None

    def history(self, indicator_id: str) -> list[Edition]:
        """Every version of an entry, in order."""
        with self._database.reading() as session:
            rows = session.execute(_of(indicator_id).order_by(EditionRow.sequence)).all()
        return editions_of(rows)

    def _page(
        self, sequence: int, collection: str, limit: int, until: int | None, latest: bool
    ) -> list[Edition]:
        """One list's part, by one range of one index."""
        query = EDITIONS.where(
            EditionRow.collection == collection, EditionRow.sequence > sequence
        ).order_by(EditionRow.sequence)
        if latest:
            query = query.where(EditionRow.latest.is_(True))
        if until is not None:
            query = query.where(EditionRow.sequence <= until)
        with self._database.reading() as session:
            return editions_of(session.execute(query.limit(limit)).all())


def _head(session: Session) -> int:
    return int(session.scalar(select(HeadRow.sequence)) or 0)


def _of(indicator_id: str) -> Select[*tuple[Any, ...]]:
    return EDITIONS.where(EditionRow.indicator_id == indicator_id)


def _held(session: Session, indicator_ids: set[str]) -> dict[str, Edition]:
    """What holds for each of these entries now."""
    held: dict[str, Edition] = {}
    left = iter(indicator_ids)
    while asked := list(islice(left, ASKED_AT_ONCE)):
        query = select(EditionRow.indicator_id, *EDITION).where(
            EditionRow.indicator_id.in_(asked), EditionRow.latest.is_(True)
        )
        for indicator_id, *row in session.execute(query):
            held[indicator_id] = edition_of(row)
    return held


def _editions(
    wanted: Sequence[tuple[str, Change]],
    held: Mapping[str, Edition],
    sequence: int,
    added_us: int,
    at: datetime,
) -> list[tuple[str, Edition]]:
    """What is new in these changes, numbered after the head and stamped above its stamp."""
    made: list[tuple[str, Edition]] = []
    now = dict(held)
    present_us = moment_us(at)
    for indicator_id, change in wanted:
        indicator = settled(change.indicator, change.standing)
        before = now.get(indicator_id)
        if before is not None:
            if before.collection != change.collection:
                raise ValueError(f"{indicator_id} stands in the list {before.collection}")
            if before.indicator == indicator and before.standing is change.standing:
                continue
        sequence += 1
        added_us = max(present_us, added_us + 1)
        now[indicator_id] = Edition(
            sequence=sequence,
            added_at=EPOCH + timedelta(microseconds=added_us),
            collection=change.collection,
            indicator=indicator,
            standing=change.standing,
            reason=change.reason,
            by=change.by,
        )
        made.append((indicator_id, now[indicator_id]))
    return made


def _write(
    session: Session, made: Sequence[tuple[str, Edition]], held: Mapping[str, Edition]
) -> None:
    """Add the editions, unmark the ones they replace, move the head."""
    holds = {indicator_id: edition.sequence for indicator_id, edition in made}
    replaced = [{"former": held[name].sequence} for name in holds if name in held]
    connection = session.connection()
    if replaced:
        former = update(EditionRow.__table__).where(EditionRow.sequence == bindparam("former"))  # type: ignore[arg-type]
        connection.execute(former.values(latest=False), replaced)
    rows = [
        row_of_edition(edition, name, latest=holds[name] == edition.sequence)
        for name, edition in made
    ]
    connection.execute(insert(EditionRow), rows)
    last = made[-1][1]
    connection.execute(
        update(HeadRow)
        .where(HeadRow.id == _HEAD)
        .values(sequence=last.sequence, added_us=moment_us(last.added_at))
    )
