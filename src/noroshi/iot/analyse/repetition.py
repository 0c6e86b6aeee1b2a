"""Repetition: counts in a pattern that are higher than a text is long, and so change nothing.

RE2 writes `.{0,1000}` out a thousand times. Where a text is no longer than the count, `.*` fits the
same places with the same groups, in a program a hundredth as large.
"""

import re
from typing import NamedTuple

HIGH = 30
"""Counts from here on are left out. Below, they cost little; many texts are longer than that."""
HIGHEST = 1000
"""RE2 refuses more, and so do we."""
NO_LIMIT = 1 << 30
_COUNT = re.compile(r",\d{2,}\}")
_TOKEN = re.compile(
    r"""(?xs)
    (?P<sign> \\ [pPx] \{ [^}]* \} | \\ .                   # an escaped sign or a class of signs
      | \[ \^? \]? (?: \\ . | \[: \^? \w+ :\] | [^\]\\] )* \]
      | [^\\\[(){}|*+?^$] )
    (?: \{ (?P<least> \d+ ) , (?P<most> \d+ ) \} )?
    | [^\\\[]                                              # anything else keeps its count
    """
)


class Loose(NamedTuple):
    """A pattern without its high counts.

    Attributes:
        pattern: What fits wherever the pattern does.
        same_to: Octets of a text up to which both fit alike.
    """

    pattern: str
    same_to: int


def loosened(pattern: str) -> Loose:
    """The pattern without its high counts of single signs; as it is where it has none."""
    if not _COUNT.search(pattern) or "\\Q" in pattern:
        return Loose(pattern, NO_LIMIT)
    pieces: list[str] = []
    same_to, place = NO_LIMIT, 0
    while token := _TOKEN.match(pattern, place):
        place = token.end()
        most = int(token["most"] or 0)
        if HIGH <= most <= HIGHEST:
            same_to = min(same_to, most)
            pieces.append(f"{token['sign']}{{{token['least']},}}")
        else:
            pieces.append(token[0])
    if place < len(pattern):  # what is not understood is left alone
        return Loose(pattern, NO_LIMIT)
    return Loose("".join(pieces), same_to)
