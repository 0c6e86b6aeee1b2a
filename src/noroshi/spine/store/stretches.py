"""Stretches: a whole list out of the state, in columns and without an object for each entry."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased
from sqlalchemy.types import NullType

from noroshi.spine.model import Standing, SubjectKind, Tlp, rfc3339
from noroshi.spine.model.memo import Memo
from noroshi.spine.model.stretch import Sentences, Stretch, Subjects
from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import EditionRow

READ_AT_ONCE = 500
"""Rows that are held in memory: so few that they stay in a processor's cache while they are drawn."""

SPAN = 256
"""Sequences of one piece."""

_SUBJECT = (EditionRow.subject_kind, EditionRow.subject_value)
_MOMENTS = (
    EditionRow.first_seen,
    EditionRow.last_seen,
    EditionRow.valid_from,
    EditionRow.valid_until,
)
_COLUMNS: tuple[ColumnElement[Any] | Any, ...] = (
    EditionRow.indicator_id,
    *_SUBJECT,
    EditionRow.kind,
    EditionRow.label,
    EditionRow.confidence,
    EditionRow.tlp,
    # As the driver gives them: a list has few moments, so each is put into words once.
    *(type_coerce(moment, NullType()).label(moment.key) for moment in _MOMENTS),
    cast(EditionRow.reasons, Text).label("reasons"),
)


class _Sentence(msgspec.Struct, frozen=True, gc=False):
    """As the column of reasons holds it."""

    ja: str
    en: str


_DECODE = msgspec.json.Decoder(list[list[_Sentence]]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which live entries.

    Attributes:
        collection: Of this list.
        tlps: With these markings.
        kinds: About these kinds of subjects.
        at: Their validity has not ended at this moment.
        begun: It has begun, too.
        untold: Columns that nobody asks for: moments and reasons come empty.
    """

    collection: str
    tlps: Sequence[Tlp]
    kinds: Iterable[SubjectKind]
    at: datetime
    begun: bool
    untold: Iterable[str] = ()

    def columns(self) -> Iterator[ColumnElement[Any] | Any]:
        """What is read of each row; reading what nobody wants takes as long as reading what is told."""
        untold = set(self.untold)
        for column in _COLUMNS:
            yield literal_column("''").label(column.key) if column.key in untold else column

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """As SQL."""
        yield EditionRow.collection == self.collection
        yield EditionRow.latest.is_(True)
        yield EditionRow.standing == Standing.LIVE.value
        yield EditionRow.tlp.in_([tlp.value for tlp in self.tlps])
        kinds = sorted(self.kinds)
        if len(kinds) < len(SubjectKind):
            yield EditionRow.subject_kind.in_([kind.value for kind in kinds])
        yield EditionRow.valid_until > self.at
        if self.begun:
            yield EditionRow.valid_from <= self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What somebody already has of a part.

    Attributes:
        head: Highest sequence that it may hold.
        at: When it was made.
    """

    head: int
    at: datetime


class Moment:
    """A list as it is at one moment, in pieces: those entries whose sequences fall into one span.

    What an edition says never changes and new ones come at the end, so a piece only ever loses
    entries, and two of the same span and the same entries are the same.
    """

    def __init__(self, connection: Connection, part: Part) -> None:
        self._connection, self._part = connection, part

    @property
    def head(self) -> int:
        """Highest sequence of the list."""
        query = select(func.max(EditionRow.sequence)).where(
            EditionRow.collection == self._part.collection, EditionRow.latest.is_(True)
        )
        return int(self._connection.scalar(query) or 0)

    def touched(self, past: Past) -> set[int]:
        """Pieces that may have lost an entry since; those above its head are no part of it."""
        now, former = aliased(EditionRow), aliased(EditionRow)
        replaced = (
            select(former.sequence)
            .join(now, now.indicator_id == former.indicator_id)
            .where(now.sequence > past.head, former.sequence <= past.head)
        )
        ended = select(EditionRow.sequence).where(
            EditionRow.valid_until > past.at, EditionRow.valid_until <= self._part.at
        )
        sequences = (*self._connection.scalars(replaced), *self._connection.scalars(ended))
        return {piece_of(sequence) for sequence in sequences}

    def pieces(self, first: int, last: int) -> Iterator[tuple[int, Stretch]]:
        """Pieces of these numbers, both included, that hold anything."""
        query = (
            select(*self._part.columns(), EditionRow.sequence)
            .where(
                *self._part.conditions(),
                EditionRow.sequence > first * SPAN,
                EditionRow.sequence <= (last + 1) * SPAN,
            )
            .order_by(EditionRow.sequence)
        )
        left: list[Sequence[Any]] = []
        for page in _pages(self._connection, query):
            left += page
            # The last piece may go on in the next page.
            while (number := piece_of(left[0][-1])) < piece_of(left[-1][-1]):
                end = bisect_right(left, (number + 1) * SPAN, key=itemgetter(-1))
                yield number, _stretch(left[:end])
                del left[:end]
        if left:
            yield piece_of(left[0][-1]), _stretch(left)


def piece_of(sequence: int) -> int:
    """The number of the piece that a sequence falls into."""
    return (sequence - 1) // SPAN


class Stretches:
    """Reads whole lists in the order of sequences, each as of one moment and in constant memory.

    The transaction is open until the iterator ends, so feed no slow reader from it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def standing_still(self, part: Part) -> Iterator[Moment]:
        """The list at one moment, for as long as it is held."""
        with self._database.standing_still() as connection:
            yield Moment(connection, part)

    def subjects(self, part: Part) -> Iterator[Subjects]:
        """What the entries are about, some at a time."""
        for rows in self._pages(select(*_SUBJECT).where(*part.conditions())):
            yield Subjects(*zip(*rows, strict=True))

    def columns(self, part: Part) -> Iterator[Stretch]:
        """All that leaves of the entries."""
        return map(_stretch, self._pages(select(*part.columns()).where(*part.conditions())))

    def _pages(self, query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Sequence[Any]]]:
        with self._database.asking() as connection:
            yield from _pages(connection, query.order_by(EditionRow.sequence))


def _pages(
    connection: Connection, query: Select[*tuple[Any, ...]]
) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows of a question, some at a time."""
    if connection.dialect.name != "sqlite":
        with connection.execute(query.execution_options(yield_per=READ_AT_ONCE)) as result:
            yield from result.partitions()
        return
    with connection.execute(query) as result:
        # As the driver gives them: all columns here come so, and objects of rows take as long.
        cursor = result.cursor
        while rows := cursor.fetchmany(READ_AT_ONCE):
            yield rows


def _stretch(rows: Sequence[Sequence[Any]]) -> Stretch:
    """Columns of rows of `_COLUMNS`; what stands behind these is left."""
    columns = list(zip(*rows, strict=True))[: len(_COLUMNS)]
    ids, subject_kinds, values, kinds, labels, confidences, tlps, *moments, texts = columns
    first_seen, last_seen, valid_from, valid_until = (list(map(_told, one)) for one in moments)
    return Stretch(
        ids=ids,
        subject_kinds=subject_kinds,
        values=values,
        kinds=kinds,
        labels=labels,
        confidences=confidences,
        tlps=tlps,
        first_seen=first_seen,
        last_seen=last_seen,
        valid_from=valid_from,
        valid_until=valid_until,
        revoked=(False,) * len(ids),
        reasons=lambda: _sentences(texts),
    )


def _sentences(texts: Sequence[str]) -> Sentences:
    try:
        return _DECODE(f"[{','.join(texts)}]")
    except msgspec.DecodeError:
        # Half a character may have been kept; this decoder lets it pass, and renderers take it out.
        return [[_Sentence(one["ja"], one["en"]) for one in json.loads(text)] for text in texts]


def _moment_text(moment: str | datetime) -> str:
    """A moment as the driver gives it: SQLite as text in UTC, others as what it is; none is empty."""
    if not moment:
        return ""
    if isinstance(moment, str):
        return rfc3339(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    return rfc3339(moment)


_told = Memo(_moment_text).__getitem__
