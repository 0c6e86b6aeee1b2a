"""Choice: which entries of the shared list somebody wants to see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from noroshi.spine.model import Standing, SubjectKind, Tlp
from noroshi.spine.store.list_tables import EditionRow


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
    text: str = ""
    subject: str = ""
    min_confidence: int = 0
    valid_at: datetime | None = None
    ended_by: datetime | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The filter as SQL, beside `latest`."""
        for column, values in (
            (EditionRow.collection, self.collections),
            (EditionRow.standing, self.standings),
            (EditionRow.subject_kind, self.subject_kinds),
            (EditionRow.kind, self.kinds),
            (EditionRow.label, self.labels),
            (EditionRow.tlp, self.tlps),
        ):
            if values is not None:
                yield column.in_([str(value) for value in values])
        if self.text:
            yield EditionRow.subject_value.icontains(self.text, autoescape=True)
        if self.subject:
            yield EditionRow.subject_value == self.subject
        if self.min_confidence > 0:
            yield EditionRow.confidence >= self.min_confidence
        if self.valid_at is not None:
            yield EditionRow.valid_from <= self.valid_at
            yield EditionRow.valid_until > self.valid_at
        if self.ended_by is not None:
            yield EditionRow.valid_until <= self.ended_by
