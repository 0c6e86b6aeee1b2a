"""Stretch: some entries of a list, column by column, as plain values. What long lists are made of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import compress, islice
from typing import NamedTuple, Protocol

from noroshi.spine.model.indicator import Indicator
from noroshi.spine.model.memo import Memo
from noroshi.spine.model.subject import Subject, SubjectKind
from noroshi.spine.model.window import rfc3339


class Sentence(Protocol):
    """A sentence in both languages, as `Text` is."""

    @property
    def ja(self) -> str:
        """In Japanese."""

    @property
    def en(self) -> str:
        """In English."""


Sentences = Sequence[Sequence[Sentence]]
"""Of each entry its reasons."""

ENTRIES = 250
"""Most entries of a stretch that is made of indicators."""

_KINDS = {kind.value: kind for kind in SubjectKind}
_told = Memo(rfc3339).__getitem__  # many entries share their hours


class Subjects(NamedTuple):
    """What some entries are about, in two columns: values of `SubjectKind`, and of the subjects."""

    kinds: Sequence[str]
    values: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Columns of the same length. Making an object of each entry takes longer than a list may.

    Attributes:
        ids: Ids of the entries.
        subject_kinds: Values of `SubjectKind`.
        values: Of the subjects.
        kinds: What each is.
        labels: Classes in the room's own words.
        confidences: 0 to 100.
        tlps: Values of `Tlp`.
        first_seen: RFC 3339 in UTC with milliseconds, as the three after it.
        last_seen: End of the latest window.
        valid_from: First instant.
        valid_until: First instant after.
        revoked: Whether each was taken back.
        reasons: Gives the sentences, the strongest first; reading them costs, so ask when needed.
    """

    ids: Sequence[str]
    subject_kinds: Sequence[str]
    values: Sequence[str]
    kinds: Sequence[str]
    labels: Sequence[str]
    confidences: Sequence[int]
    tlps: Sequence[str]
    first_seen: Sequence[str]
    last_seen: Sequence[str]
    valid_from: Sequence[str]
    valid_until: Sequence[str]
    revoked: Sequence[bool]
    reasons: Callable[[], Sentences]

    @property
    def about(self) -> Subjects:
        """What the entries are about, in columns."""
        return Subjects(self.subject_kinds, self.values)

    def subjects(self) -> Iterator[Subject]:
        """The same as objects."""
        return (Subject(_KINDS[kind], value) for kind, value in zip(*self.about, strict=True))

    def picked(self, wanted: Sequence[bool]) -> "Stretch":
        """Some of the entries."""
        columns = {
            field.name: list(compress(getattr(self, field.name), wanted))
            for field in fields(self)
            if field.name != "reasons"
        }
        return Stretch(**columns, reasons=lambda: list(compress(self.reasons(), wanted)))


def stretches_of(indicators: Iterable[Indicator]) -> Iterator[Stretch]:
    """Indicators as columns, some at a time."""
    left = iter(indicators)
    while some := list(islice(left, ENTRIES)):
        yield Stretch(
            ids=[one.id for one in some],
            subject_kinds=[one.subject.kind.value for one in some],
            values=[one.subject.value for one in some],
            kinds=[one.kind for one in some],
            labels=[one.label for one in some],
            confidences=[one.confidence for one in some],
            tlps=[one.tlp.value for one in some],
            first_seen=[_told(one.first_seen) for one in some],
            last_seen=[_told(one.last_seen) for one in some],
            valid_from=[_told(one.valid_from) for one in some],
            valid_until=[_told(one.valid_until) for one in some],
            revoked=[one.revoked for one in some],
            reasons=lambda some=some: [one.reasons for one in some],  # type: ignore[misc]
        )
