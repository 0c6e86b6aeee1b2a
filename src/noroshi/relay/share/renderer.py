"""Renderer: one format, as a pure function from indicators to octets."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import compress

from noroshi.spine.model import Indicator, Subject, SubjectKind, Text
from noroshi.spine.model.stretch import Stretch, Subjects, stretches_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a list says about itself.

    Attributes:
        producer: Name of the sharing organisation.
        at: When this edition was made, in UTC.
        sequence: Position of the shared list that this edition shows; None for a list that is made
            anew each time.
    """

    producer: str
    at: datetime
    sequence: int | None = None

    @property
    def serial(self) -> int:
        """A number that rises from edition to edition, as 32 bits (RFC 1982)."""
        rising = int(self.at.timestamp()) if self.sequence is None else self.sequence
        return rising % 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    """What formats of one file and of many have in common.

    Attributes:
        name: Name on the command line.
        media_type: Media type for HTTP (IANA registry where one exists).
        kinds: Subjects the format can say; the caller counts the rest as refused.
        says: Whether it can say this very subject of these kinds.
        tombstones: Whether entries that were taken back stay in the list and say so. A format
            without them lists only what holds at the edition's time.
        meant_for: Who reads it.
    """

    name: str
    media_type: str
    kinds: frozenset[SubjectKind]
    meant_for: Text
    says: Callable[[Subject], bool]
    tombstones: bool = False

    def can_say(self, subject: Subject) -> bool:
        """Whether the format has words for a subject; `render` passes over those it has not."""
        return subject.kind in self.kinds and self.says(subject)

    def lists(self, indicator: Indicator, at: datetime) -> bool:
        """Whether an indicator has an entry in the list of this time."""
        return self.tombstones or holds(indicator, at)


def holds(indicator: Indicator, at: datetime) -> bool:
    """Whether an indicator is to be acted upon at a time."""
    return not indicator.revoked and indicator.valid_from <= at < indicator.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer(_Format):
    """A format of one file. Exactly one of the three ways to draw it is there.

    Each way gives chunks of UTF-8 octets as entries come. Memory does not grow with the list, but for
    the names already told where a format must not repeat them.

    Attributes:
        suffix: File name suffix with its dot.
        doubtful: Kinds of which it has words for some subjects only; `says` tells which.
        of_subjects: Draws it from what the entries are about, where it tells nothing else.
        of_columns: Draws it from all that leaves.
        of_stretch: The same for some entries, where each stands by itself: a list is then `begin` and
            its stretches in order, however they are cut.
        begin: What stands before the first entry of such a list.
        untold: Columns of a stretch that it does not read; they may be empty.
    """

    suffix: str
    doubtful: frozenset[SubjectKind] = frozenset()
    of_subjects: Callable[[Iterable[Subjects], Edition], Iterator[bytes]] | None = None
    of_columns: Callable[[Iterable[Stretch], Edition], Iterator[bytes]] | None = None
    of_stretch: Callable[[Stretch, Edition], bytes] | None = None
    begin: bytes = b""
    untold: frozenset[str] = frozenset()

    def render(self, indicators: Iterable[Indicator], edition: Edition) -> Iterator[bytes]:
        """The list of these indicators."""
        listed = (one for one in indicators if self.lists(one, edition.at))
        return self.drawn(stretches_of(listed), edition)

    def count(self, stretch: Stretch) -> int:
        """Entries of these columns that it has words for."""
        if not self.doubtful:
            return len(stretch.ids)
        kinds = {kind.value for kind in self.doubtful}
        doubtful = [kind in kinds for kind in stretch.subject_kinds]
        if not any(doubtful):
            return len(stretch.ids)
        asked = compress(stretch.subjects(), doubtful)
        return len(stretch.ids) - sum(not self.says(subject) for subject in asked)

    def drawn(self, stretches: Iterable[Stretch], edition: Edition) -> Iterator[bytes]:
        """The list of these columns."""
        if self.of_columns is not None:
            return self.of_columns(stretches, edition)
        if self.of_stretch is not None:
            return self._stretch_by_stretch(self.of_stretch, stretches, edition)
        pages = (stretch.about for stretch in stretches)
        return self.of_subjects(pages, edition) if self.of_subjects else iter(())

    def _stretch_by_stretch(
        self,
        draw: Callable[[Stretch, Edition], bytes],
        stretches: Iterable[Stretch],
        edition: Edition,
    ) -> Iterator[bytes]:
        if self.begin:
            yield self.begin
        for stretch in stretches:
            yield draw(stretch, edition)


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a folder: its name, which holds no path, and its octets."""

    name: str
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder(_Format):
    """A format of several files.

    Attributes:
        owns: Whether a file of this name would be the format's, so that one left over from an
            earlier edition can be deleted.
        render: Indicators in, documents out. Each is read to its end before the next is asked for;
            the one that names the others comes last.
    """

    owns: Callable[[str], bool]
    render: Callable[[Iterable[Indicator], Edition], Iterator[Document]]
