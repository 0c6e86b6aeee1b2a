"""Blocking: lines for consumers that act on whatever stands in the list.

Such a list has no tombstones: what was taken back or has ended is not in it. Everything is told once,
though two ports of one address, or two findings of one name, may ask for it.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from noroshi.relay.share.plain import plain
from noroshi.relay.share.renderer import Edition
from noroshi.spine.model import Subject, rfc3339

Say = Callable[[Subject], str]
"""A line, or several, without the last line end; an empty text where there are no words."""

LINES_A_CHUNK = 256


def held(subjects: Iterable[Subject], say: Say) -> Iterator[str]:
    """What a format says of subjects, each line once.

    Remembers 64 bits of each line, not the line, so a million entries cost some 80 MB. Two lines of
    one such list are taken for the same once in forty million lists.
    """
    told: set[int] = set()
    for subject in subjects:
        line = say(subject)
        if line and (mark := hash(line)) not in told:
            told.add(mark)
            yield line


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
    say: Say, *, sign: str = "#", head: tuple[str, ...] = ()
) -> Callable[[Iterable[Subject], Edition], Iterator[bytes]]:
    """A renderer of a title, fixed first lines, and one thing a line."""

    def render(subjects: Iterable[Subject], edition: Edition) -> Iterator[bytes]:
        yield from chunks([title(edition, sign), *head])
        yield from chunks(held(subjects, say))

    return render
