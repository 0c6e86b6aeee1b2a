"""Choice: which entries of the shared list somebody wants to see."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_

from noroshi.spine.model import Standing, SubjectKind, Tlp
from noroshi.spine.store.list_tables import EditionRow, ListCountRow

Marked = tuple[tuple[str, tuple[Tlp, ...]], ...]
"""Lists, each with markings."""

Narrowed = type[EditionRow] | type[ListCountRow]
"""Tables that have the columns of a choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter on the editions that hold. What is null does not narrow; an empty tuple fits none.

    Attributes:
        collections: Names of lists.
        standings: What holds for the entry.
        subject_kinds: What the entry is about.
        kinds: What it is (`c2-server`).
        labels: Its class in the room's own words.
        tlps: Its markings.
        marked: Lists, each with the markings that are shown of it; other entries are not.
        text: A part of the subject's value, in any case of ASCII letters.
        subject: The subject's whole value.
        min_confidence: Lowest confidence, 0-100.
        valid_at: A moment at which it holds.
        ended_by: Its validity has ended by this moment.
    """

    collections: tuple[str, ...] | None = None
    standings: tuple[Standing, ...] | None = None
    subject_kinds: tuple[SubjectKind, ...] | None = None
    kinds: tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None
    tlps: tuple[Tlp, ...] | None = None
    marked: Marked | None = None
    text: str = ""
    subject: str = ""
    min_confidence: int = 0
    valid_at: datetime | None = None
    ended_by: datetime | None = None

    @property
    def counted(self) -> bool:
        """Whether it narrows only by columns that entries are counted by."""
        return not self.text and not self.subject and self.valid_at is self.ended_by is None

    @property
    def indexed(self) -> "Choice":
        """The wider choice whose entries stand side by side in the index of facets."""
        lists = None if self.marked is None else tuple(name for name, tlps in self.marked if tlps)
        marked = None if lists is None else tuple((name, tuple(Tlp)) for name in lists)
        return replace(self, subject_kinds=None, tlps=None, min_confidence=0, marked=marked)

    def conditions(
        self, table: Narrowed = EditionRow, *, walked: bool = False
    ) -> Iterator[ColumnElement[bool]]:
        """The filter as SQL, beside `latest`.

        Args:
            table: Editions, or counts of them where the filter is `counted`.
            walked: Let no index begin with the list's name.
        """
        collection: ColumnElement[str] = (
            func.coalesce(table.collection, "") if walked else table.collection.expression
        )
        for column, values in (
            (collection, self.collections),
            (table.standing, self.standings),
            (table.subject_kind, self.subject_kinds),
            (table.kind, self.kinds),
            (table.label, self.labels),
            (table.tlp, self.tlps),
        ):
            if values is not None:
                yield column.in_([str(value) for value in values])
        if self.marked is not None:
            yield from _marked(collection, table.tlp.expression, self.marked)
        if self.min_confidence > 0:
            yield table.confidence >= self.min_confidence
        if self.text:
            yield EditionRow.subject_value.icontains(self.text, autoescape=True)
        if self.subject:
            yield EditionRow.subject_value == self.subject
        if self.valid_at is not None:
            yield EditionRow.valid_from <= self.valid_at
            yield EditionRow.valid_until > self.valid_at
        if self.ended_by is not None:
            yield EditionRow.valid_until <= self.ended_by


def _marked(
    collection: ColumnElement[str], tlp: ColumnElement[str], marked: Marked
) -> Iterator[ColumnElement[bool]]:
    """Lists with the same markings stand together: mostly that is one condition an index serves."""
    lists: dict[tuple[Tlp, ...], list[str]] = {}
    for name, tlps in marked:
        if tlps:
            lists.setdefault(tlps, []).append(name)
    yield collection.in_([name for names in lists.values() for name in names])
    yield or_(
        false(),
        *(
            and_(collection.in_(names), tlp.in_([mark.value for mark in marks]))
            for marks, names in lists.items()
        ),
    )
