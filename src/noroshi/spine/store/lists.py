"""Shared list: every version of every shared entry, in the order of commits."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    exists,
    false,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from noroshi.spine.model import COLLECTIONS, Edition, Indicator, Standing, Text
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
from noroshi.spine.store.list_counts import (
    FACETS,
    count_of,
    facets_from,
    facets_of,
    keep_counts,
)
from noroshi.spine.store.list_tables import EditionRow, HeadRow

__all__ = ["FACETS", "Change", "Choice", "SharedList"]

ASKED_AT_ONCE = 500
"""Ids in one question; databases limit its parameters."""

FEW = 20_000
"""Entries up to which all that fit are gathered from an index and sorted."""

RARE = 1_000
"""Editions among which one that fits is worth a walk along the list."""

_HEAD = 1
"""Id of the only row of `list_head`."""

HISTORY = EDITIONS.where(EditionRow.indicator_id == bindparam("indicator")).order_by(
    EditionRow.sequence
)
"""Every version of the entry `indicator`, in order."""
_LATEST = HISTORY.order_by(None).order_by(EditionRow.sequence.desc()).limit(1)


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
        with self._database.asking() as connection:
            return _head(connection)

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
        order = EditionRow.sequence.desc() if newest_first else EditionRow.sequence
        with self._database.asking() as connection:
            # An index has what the filter asks for: only what is shown is read and sorted whole.
            page = select(EditionRow.sequence).where(*_holding(connection, choice))
            if newest_first:
                page = page.where(EditionRow.sequence < after) if after else page
            else:
                page = page.where(EditionRow.sequence > after)
            chosen = EditionRow.sequence.in_(page.order_by(order).limit(limit))
            return editions_of(connection.execute(EDITIONS.where(chosen).order_by(order)).all())

    def count(self, choice: Choice) -> int:
        """Editions that hold, by filter."""
        with self._database.asking() as connection:
            if choice.counted:
                return count_of(connection, choice)
            query = select(func.count()).where(EditionRow.latest.is_(True), *choice.conditions())
            return int(connection.scalar(query) or 0)

    def facets(self, choice: Choice) -> dict[str, dict[str, int]]:
        """How many entries of a choice have each value of each of `FACETS`, the most frequent first."""
        with self._database.asking() as connection:
            if choice.counted:
                return facets_of(connection, choice)
            columns = [getattr(EditionRow, name) for name in FACETS]
            query = (
                select(*columns, func.count())
                .where(EditionRow.latest.is_(True), *choice.conditions())
                .group_by(*columns)
            )
            return facets_from(connection.execute(query).all())

    def head_of(self, collection: str) -> int:
        """Highest sequence in one list; 0 for an empty one."""
        query = select(func.max(EditionRow.sequence)).where(
            EditionRow.collection == collection, EditionRow.latest.is_(True)
        )
        with self._database.asking() as connection:
            return int(connection.scalar(query) or 0)

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
        with self._database.asking() as connection:
            return connection.scalar(query)

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
        with self._database.asking() as connection:
            return bool(connection.scalar(query))

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
        choice = Choice(collections=(collection,), standings=(Standing.LIVE,))
        with self._database.asking() as connection:
            now = count_of(connection, choice)
            gained, lost = (int(connection.scalar(query) or 0) for query in (added, had))
        return now - gained + lost

    def named(self, subjects: Iterable[str], collections: Sequence[str]) -> dict[str, list[str]]:
        """Ids of live entries by their subject's value, of those values that have any."""
        found: dict[str, list[str]] = {}
        left = iter(set(subjects))
        with self._database.asking() as connection:
            while asked := list(islice(left, ASKED_AT_ONCE)):
                query = select(EditionRow.subject_value, EditionRow.indicator_id).where(
                    EditionRow.subject_value.in_(asked),
                    EditionRow.latest.is_(True),
                    EditionRow.standing == Standing.LIVE.value,
                    EditionRow.collection.in_(collections),
                )
                for value, indicator_id in connection.execute(query):
                    found.setdefault(value, []).append(indicator_id)
        return found

    def waiting(self, sequence: int, collection: str) -> tuple[int, datetime | None]:
        """How many entries of a list changed after a sequence, and when the first of them did."""
        query = select(func.count(), func.min(EditionRow.added_us)).where(
            EditionRow.collection == collection,
            EditionRow.latest.is_(True),
            EditionRow.sequence > sequence,
        )
        with self._database.asking() as connection:
            number, added_us = connection.execute(query).one()
        return number, EPOCH + added_us * MICROSECOND if number else None

    def latest(self, indicator_id: str) -> Edition | None:
        """What holds for an entry; null when there is none of that id."""
        with self._database.asking() as connection:
            row = connection.execute(_LATEST, {"indicator": indicator_id}).first()
        return edition_of(row) if row else None

    def first_live(self, collection: str) -> dict[str, datetime]:
        """When each entry of a list held first, by the value of its subject."""
        query = (
            select(EditionRow.subject_value, func.min(EditionRow.added_us))
            .where(EditionRow.collection == collection, EditionRow.standing == Standing.LIVE.value)
            .group_by(EditionRow.subject_value)
        )
        with self._database.asking() as connection:
            rows = connection.execute(query).all()
        return {value: EPOCH + added_us * MICROSECOND for value, added_us in rows}

    def taken_back(self, collection: str) -> dict[str, datetime]:
        """When each entry was first taken back by others than a policy, by the value of its subject."""
        query = (
            select(EditionRow.subject_value, func.min(EditionRow.added_us))
            .where(
                EditionRow.collection == collection,
                EditionRow.standing == Standing.WITHDRAWN.value,
                EditionRow.by.not_like("policy:%"),
            )
            .group_by(EditionRow.subject_value)
        )
        with self._database.asking() as connection:
            rows = connection.execute(query).all()
        return {value: EPOCH + added_us * MICROSECOND for value, added_us in rows}

    def history(self, indicator_id: str) -> list[Edition]:
        """Every version of an entry, in order."""
        with self._database.asking() as connection:
            return editions_of(connection.execute(HISTORY, {"indicator": indicator_id}).all())

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
        with self._database.asking() as connection:
            return editions_of(connection.execute(query.limit(limit)).all())


def _holding(connection: Connection, choice: Choice) -> Iterator[ColumnElement[bool]]:
    """The filter, so put that SQLite walks the list where much of it fits, and else an index."""
    if connection.dialect.name == "sqlite" and choice.counted and _walks(connection, choice):
        yield func.coalesce(EditionRow.latest, false()).is_(True)
        yield from choice.conditions(walked=True)
    else:
        yield EditionRow.latest.is_(True)
        yield from choice.conditions()


def _walks(connection: Connection, choice: Choice) -> bool:
    """Whether the next entries are found sooner along the list than by gathering and sorting all.

    SQLite keeps no figures about its tables; it would gather a million to show fifty of them.
    """
    if count_of(connection, choice.indexed) <= FEW:
        return False
    return count_of(connection, choice) * RARE >= _head(connection)


def _head(connection: Connection) -> int:
    return int(connection.scalar(select(HeadRow.sequence)) or 0)


def _held(session: Session, indicator_ids: set[str]) -> dict[str, Edition]:
    """What holds for each of these entries now."""
    held: dict[str, Edition] = {}
    left = iter(indicator_ids)
    while asked := list(islice(left, ASKED_AT_ONCE)):
        # Bare, `latest` draws SQLite to an index that begins with it, and the whole list is read.
        query = select(EditionRow.indicator_id, *EDITION).where(
            EditionRow.indicator_id.in_(asked), func.coalesce(EditionRow.latest, false()).is_(True)
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
    latest = [edition for name, edition in made if holds[name] == edition.sequence]
    keep_counts(connection, latest, [held[name] for name in holds if name in held])
    last = made[-1][1]
    connection.execute(
        update(HeadRow)
        .where(HeadRow.id == _HEAD)
        .values(sequence=last.sequence, added_us=moment_us(last.added_at))
    )
