"""Version: order of version texts, number by number and word by word."""

import re
from functools import lru_cache
from itertools import zip_longest

Part = tuple[int, int, str]

_PARTS = re.compile(r"\d+|[a-z]+")
_EARLIER = {"alpha": -4, "a": 0, "beta": -3, "pre": -3, "rc": -2, "dev": -5}
_END: Part = (0, 0, "")
MAX_TEXT = 100


@lru_cache(maxsize=65_536)
def parts_of(text: str) -> tuple[Part, ...]:
    """A version as comparable parts: numbers, words of preparation before the end, words after it.

    So 1.2rc1 < 1.2 < 1.2.1, 5.8p1 > 5.8 and 1.02 = 1.2.
    """
    found = _PARTS.findall(text.lower().removeprefix("v")[:MAX_TEXT])
    return tuple(_part(token) for token in found)


def _part(token: str) -> Part:
    if token.isdigit():
        return (1, int(token), "")
    return (_EARLIER.get(token, 0) or 0, 1, token)


def compare(one: str, other: str) -> int:
    """-1, 0 or 1 as a version is before, like or after another."""
    for a, b in zip_longest(parts_of(one), parts_of(other), fillvalue=_END):
        if a != b and not {a, b} <= {_END, (1, 0, "")}:
            return -1 if a < b else 1
    return 0
