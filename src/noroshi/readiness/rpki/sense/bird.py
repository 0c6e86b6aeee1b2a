"""BIRD: routes of `birdc show route`, short or with `all`.

The short form names one AS even where the path ends in a set; `all` tells the whole path.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa

from noroshi.readiness.rpki.sense.path import Teller, origin_of_words, origin_text
from noroshi.spine.flows.arrow import Array

LONGEST_LINE = 1 << 16
# Each part can match in one way only: a hostile line must not cost more than its length.
_HEAD = re.compile(r"(?P<prefix>[0-9a-fA-F.:]+/[0-9]{1,3})?\s[^\[]*\[[^\]]*\]")
_SOURCE = re.compile(r"\[(?:AS(?P<origin>[0-9]{1,10}))?[ie?]\]$")
_PATH = re.compile(r"\sBGP\.as_path:(?P<path>.*)$")
_STARTS = ("BIRD ", "Table ", "1007-", "1008-")


def is_bird(octets: bytes) -> bool:
    """Whether some octets start as BIRD's answer does."""
    return octets[:512].lstrip().startswith(tuple(start.encode() for start in _STARTS))


def columns_of_bird(
    octets: bytes, refused: Counter[str], tell: Teller = origin_text
) -> tuple[Array, Array]:
    """Prefix and origin of each distinct BGP route, in the order of the table.

    Routes that do not come from BGP have no origin to validate and are passed over.
    """
    seen = dict.fromkeys(_routes(octets, refused, tell))
    return (
        pa.array([prefix for prefix, _ in seen], pa.string()),
        pa.array([origin for _, origin in seen], pa.string()),
    )


def _routes(octets: bytes, refused: Counter[str], tell: Teller) -> Iterator[tuple[str, str]]:
    prefix, origin = "", None
    for line in _lines(octets, refused):
        if head := _HEAD.match(line):
            if origin is not None and prefix:
                yield prefix, origin
            prefix = head["prefix"] or prefix
            source = _SOURCE.search(line)
            origin = _short(source["origin"] or "", tell) if source else None
        elif path := _PATH.match(line):
            origin = _told(path["path"], tell)
            if origin is None:
                refused["bad-path"] += 1
    if origin is not None and prefix:
        yield prefix, origin


def _short(origin: str, tell: Teller) -> str | None:
    """What the short form tells: an origin, but no path."""
    return origin if tell is origin_text else None


def _told(words: str, tell: Teller) -> str | None:
    return origin_of_words(words) if tell is origin_text else words.strip()


def _lines(octets: bytes, refused: Counter[str]) -> Iterator[str]:
    at = 0
    while at < len(octets):
        end = octets.find(b"\n", at)
        end = len(octets) if end < 0 else end
        if end - at > LONGEST_LINE:
            refused["line-too-long"] += 1
        else:
            yield octets[at:end].decode("utf-8", "replace").rstrip()
        at = end + 1
