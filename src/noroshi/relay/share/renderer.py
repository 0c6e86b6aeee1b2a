"""Renderer: one format, as a pure function from indicators to octets."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.model import Indicator, SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a list says about itself.

    Attributes:
        producer: Name of the sharing organisation.
        at: When this edition was made, in UTC.
    """

    producer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """One format.

    Attributes:
        name: Name on the command line.
        media_type: Media type for HTTP (IANA registry where one exists).
        suffix: File name suffix with its dot.
        kinds: Subjects the format can say; the caller counts the rest as refused.
        render: Indicators in, chunks of UTF-8 octets out, in constant memory per indicator.
    """

    name: str
    media_type: str
    suffix: str
    kinds: frozenset[SubjectKind]
    render: Callable[[Iterable[Indicator], Edition], Iterator[bytes]]
