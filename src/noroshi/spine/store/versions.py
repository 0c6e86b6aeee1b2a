"""Versions: the shared list as readers of versions ask for it, page by page in the order of commits."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from noroshi.spine.model import Edition, SubjectKind, Tlp
from noroshi.spine.store.database import Database
from noroshi.spine.store.edition_rows import EDITION, EPOCH, MICROSECOND, edition_of, moment_us
from noroshi.spine.store.list_tables import EditionRow

ASKED_AT_ONCE = 500
"""Sequences in one question; databases limit its parameters."""

_EARLIER = aliased(EditionRow)

_FIRST_US = (
    select(_EARLIER.added_us)
    .where(_EARLIER.indicator_id == EditionRow.indicator_id)
    .order_by(_EARLIER.sequence)
    .limit(1)
    .correlate(EditionRow)
    .scalar_subquery()
)
"""When the entry of an edition was added first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One edition, with what a reader needs beside it.

    Attributes:
        indicator_id: Id of the entry.
        edition: What held from then on.
        created_at: Moment of the entry's first edition.
    """

    indicator_id: str
    edition: Edition
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which versions.

    Attributes:
        collection: Of this list.
        subject_kinds: About these kinds of subjects.
        tlps: With these markings.
        indicator_ids: Of these entries; null for all.
        last: The version that holds of each entry.
        first: The first version of each entry.
        every: All versions.
        moments: Versions of exactly these moments.
    """

    collection: str
    subject_kinds: Sequence[SubjectKind]
    tlps: Sequence[Tlp]
    indicator_ids: Sequence[str] | None = None
    last: bool = True
    first: bool = False
    every: bool = False
    moments: Sequence[datetime] = ()


class Key(NamedTuple):
    """Which version of which entry, without what it says."""

    sequence: int
    added_at: datetime
    indicator_id: str


class Versions:
    """Reads versions of the shared list. Writing is `SharedList`'s."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keys(self, wanted: Wanted, *, after: int, limit: int) -> list[Key]:
        """Keys of versions above a sequence, in its order.

        Args:
            wanted: Which.
            after: Sequence of the last one the reader has; 0 to begin.
            limit: Most versions.
        """
        # Two ranges of one index; without `latest` the whole list would be sorted for each page.
        only_last = wanted.last and not (wanted.first or wanted.every or wanted.moments)
        ranges = (True,) if only_last else (True, False)
        with self._database.asking() as connection:
            pages = [
                [
                    Key(sequence, EPOCH + added_us * MICROSECOND, indicator_id)
                    for sequence, added_us, indicator_id in connection.execute(
                        _keys_query(wanted, after, limit, latest)
                    )
                ]
                for latest in ranges
            ]
        return list(islice(heapq.merge(*pages), limit))

    def of(self, sequences: Sequence[int]) -> list[Version]:
        """The versions of some sequences, in any order."""
        found: list[Version] = []
        left = iter(sequences)
        with self._database.asking() as connection:
            while asked := list(islice(left, ASKED_AT_ONCE)):
                query = select(EditionRow.indicator_id, _FIRST_US, *EDITION).where(
                    EditionRow.sequence.in_(asked)
                )
                found += [
                    Version(
                        indicator_id=indicator_id,
                        edition=edition_of(row),
                        created_at=EPOCH + first_us * MICROSECOND,
                    )
                    for indicator_id, first_us, *row in connection.execute(query)
                ]
        return found

    def sequence_at(self, moment: datetime) -> int:
        """Highest sequence that was committed at or before a moment; 0 for none."""
        query = (
            select(EditionRow.sequence)
            .where(EditionRow.added_us <= moment_us(moment))
            .order_by(EditionRow.added_us.desc())
            .limit(1)
        )
        with self._database.asking() as connection:
            return int(connection.scalar(query) or 0)


def _keys_query(wanted: Wanted, after: int, limit: int, latest: bool) -> Select[int, int, str]:
    query = (
        select(EditionRow.sequence, EditionRow.added_us, EditionRow.indicator_id)
        .where(
            EditionRow.collection == wanted.collection,
            EditionRow.latest.is_(latest),
            EditionRow.sequence > after,
            EditionRow.subject_kind.in_([kind.value for kind in wanted.subject_kinds]),
            EditionRow.tlp.in_([tlp.value for tlp in wanted.tlps]),
        )
        .order_by(EditionRow.sequence)
        .limit(limit)
    )
    if wanted.indicator_ids is not None:
        query = query.where(EditionRow.indicator_id.in_(wanted.indicator_ids))
    return query if wanted.every else query.where(or_(*_versions(wanted)))


def _versions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.last:
        conditions.append(EditionRow.latest.is_(True))
    if wanted.first:
        before = exists().where(
            _EARLIER.indicator_id == EditionRow.indicator_id,
            _EARLIER.sequence < EditionRow.sequence,
        )
        conditions.append(~before)
    if wanted.moments:
        stamps = [moment_us(moment) for moment in wanted.moments]
        conditions.append(EditionRow.added_us.in_(stamps))
    return conditions
