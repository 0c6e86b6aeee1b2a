"""Blocking: lines for consumers that act on whatever stands in the list.

Such a list has no tombstones: what was taken back or has ended is not in it. Everything is told once,
though two ports of one address, or two findings of one name, may ask for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from noroshi.relay.share.marks import Marks
from noroshi.relay.share.plain import plain
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import Reader, each_by_kind
from noroshi.spine.model import Subject, rfc3339
from noroshi.spine.model.stretch import Subjects

T = TypeVar("T")

Say = Callable[[Subject], str]
"""A line, or several, without the last line end; an empty text where there are no words."""

Words = dict[str, Callable[[Sequence[str]], Iterable[str]]]
"""The same of many subjects of a kind, whose values are given: as many texts as values."""

LINES_A_CHUNK = 256


def words(readers: Mapping[str, Reader[T]], say: Callable[[T], str]) -> Words:
    """How a format says what can be read of subjects.

    Args:
        readers: Give what is proven of many values of a kind; null where nothing is.
        say: The line of it.
    """

    def saying(reader: Reader[T]) -> Callable[[Sequence[str]], Iterable[str]]:
        return lambda values: ["" if one is None else say(one) for one in reader(values)]

    return {kind: saying(reader) for kind, reader in readers.items()}


def said(pages: Iterable[Subjects], words: Words) -> Iterator[str]:
    """What a format says of subjects; empty where it has no words."""
    for page in pages:
        yield from each_by_kind(page, words, "")


def held(subjects: Iterable[Subject], say: Say) -> Iterator[str]:
    """What is said of subjects, each line once."""
    return once(map(say, subjects))


def once(lines: Iterable[str]) -> Iterator[str]:
    """Lines that say anything, each once."""
    marks, remaining = Marks(), filter(None, lines)
    while some := list(islice(remaining, LINES_A_CHUNK)):
        yield from marks.fresh(some)


def chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines as octets, many at once."""
    remaining = iter(lines)
    while some := list(islice(remaining, LINES_A_CHUNK)):
        some.append("")
        yield "\n".join(some).encode()


def title(edition: Edition, sign: str = "#") -> str:
    """A comment line that tells whose list it is and of when."""
    return f"{sign} {plain(edition.producer)}, {rfc3339(edition.at)}, serial {edition.serial}"


def line_format(
    words: Words, *, sign: str = "#", head: tuple[str, ...] = ()
) -> Callable[[Iterable[Subjects], Edition], Iterator[bytes]]:
    """A renderer of a title, fixed first lines, and one thing a line."""

    def render(pages: Iterable[Subjects], edition: Edition) -> Iterator[bytes]:
        yield from chunks([title(edition, sign), *head])
        yield from chunks(once(said(pages, words)))

    return render
