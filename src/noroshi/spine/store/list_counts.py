"""List counts: how many entries hold, by every column that a page narrows by.

Publishing keeps them in the transaction that adds editions, so they are as true as the list. There
are some thousand rows of them, however long the list is.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from noroshi.spine.model import Edition
from noroshi.spine.store.choice import Choice
from noroshi.spine.store.list_tables import EditionRow, ListCountRow

FACETS = ("collection", "standing", "kind", "label", "tlp")
"""Columns by which entries are told apart on a page."""

KEY = ("collection", "standing", "subject_kind", "kind", "label", "tlp", "confidence")
"""Columns by which they are counted."""

_COLUMNS = [getattr(ListCountRow, name) for name in KEY]
_INSERT: Mapping[str, Callable[..., sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

Key = tuple[str | int, ...]


def key_of(edition: Edition) -> Key:
    """Where an edition counts."""
    one = edition.indicator
    return (
        edition.collection, edition.standing.value, one.subject.kind.value, one.kind, one.label,
        one.tlp.value, one.confidence,
    )  # fmt: skip


def keep_counts(connection: Connection, now: Sequence[Edition], before: Sequence[Edition]) -> None:
    """Count what holds now instead of what held before; whoever calls holds the lock on the head."""
    changes = Counter(map(key_of, now))
    changes.subtract(Counter(map(key_of, before)))
    rows = [
        {**dict(zip(KEY, key, strict=True)), "entries": number}
        for key, number in sorted(changes.items())
        if number
    ]
    if not rows:
        return
    added = _INSERT[connection.dialect.name](ListCountRow)
    connection.execute(
        added.on_conflict_do_update(
            index_elements=_COLUMNS,
            set_={"entries": ListCountRow.entries + added.excluded.entries},
        ),
        rows,
    )
    connection.execute(delete(ListCountRow).where(ListCountRow.entries == 0))


def recount(connection: Connection) -> None:
    """Count anew, for those who filled the list by other ways than publishing."""
    connection.execute(delete(ListCountRow))
    columns = [getattr(EditionRow, name) for name in KEY]
    counted = select(*columns, func.count()).where(EditionRow.latest.is_(True)).group_by(*columns)
    connection.execute(insert(ListCountRow).from_select([*KEY, "entries"], counted))


def count_of(connection: Connection, choice: Choice) -> int:
    """How many entries a choice holds; it narrows by counted columns only."""
    query = select(func.coalesce(func.sum(ListCountRow.entries), 0)).where(
        *choice.conditions(ListCountRow)
    )
    return int(connection.scalar(query) or 0)


def facets_of(connection: Connection, choice: Choice) -> dict[str, dict[str, int]]:
    """How many entries of a choice have each value of each facet; it narrows by counted columns only."""
    columns = [getattr(ListCountRow, name) for name in FACETS]
    query = (
        select(*columns, func.sum(ListCountRow.entries))
        .where(*choice.conditions(ListCountRow))
        .group_by(*columns)
    )
    return facets_from(connection.execute(query).all())


def facets_from(rows: Sequence[Sequence[object]]) -> dict[str, dict[str, int]]:
    """Counts by facet, the most frequent value first, from rows of all facets and a number."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for *values, number in rows:
        for name, value in zip(FACETS, values, strict=True):
            counted[name][str(value)] += int(str(number))
    return {
        name: dict(sorted(counter.items(), key=lambda one: (-one[1], one[0])))
        for name, counter in counted.items()
    }
