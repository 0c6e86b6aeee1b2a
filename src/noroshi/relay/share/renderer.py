"""Renderer: one format, as a pure function from indicators to octets."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.model import Indicator, Subject, SubjectKind, Text


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
    """A format of one file.

    Attributes:
        suffix: File name suffix with its dot.
        render: Indicators in, chunks of UTF-8 octets out, as they come. Memory does not grow with
            the list, but for the names already told where a format must not repeat them.
    """

    suffix: str
    render: Callable[[Iterable[Indicator], Edition], Iterator[bytes]]


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
