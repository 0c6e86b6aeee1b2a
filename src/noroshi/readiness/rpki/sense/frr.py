"""FRR: routes of `show bgp ipv4|ipv6 unicast`, as a table or as JSON."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pyarrow as pa

from noroshi.readiness.rpki.sense.content import NO_JSON
from noroshi.readiness.rpki.sense.path import Teller, origin_of_words, origin_text
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import InputError

LONGEST_LINE = 1 << 16
_STARTS = ("BGP table version is", "BGP table version")
_PREFIX = re.compile(r"^(?P<prefix>[0-9a-fA-F.:]+/[0-9]{1,3})\s")
_HEAD = "Network"


def is_frr(octets: bytes) -> bool:
    """Whether some octets start as FRR's table does."""
    return octets[:512].lstrip().startswith(tuple(start.encode() for start in _STARTS))


def is_frr_json(octets: bytes) -> bool:
    """Whether some octets start as FRR's JSON does."""
    return b'"vrfId"' in octets[:2048] or b'"tableVersion"' in octets[:2048]


def columns_of_frr(
    octets: bytes, refused: Counter[str], tell: Teller = origin_text
) -> tuple[Array, Array]:
    """Prefix and what is told of the path of each distinct route, in the order of the table.

    Columns stand where the head line puts them; the path is what stands behind the weight, up to the
    origin's letter.

    Raises:
        InputError: The head line is missing.
    """
    lines = octets.decode("utf-8", "replace").splitlines()
    head = next((line for line in lines if _HEAD in line and "Path" in line), None)
    if head is None:
        raise InputError("its head line with Network and Path is missing")
    at = head.index(_HEAD), head.index("Path")
    seen: dict[tuple[str, str], None] = {}
    for prefix, words in _rows(lines[lines.index(head) + 1 :], at[0], at[1], refused):
        told = origin_of_words(words) if tell is origin_text else words
        if told is None:
            refused["bad-path"] += 1
        else:
            seen[prefix, told] = None
    return _columns(seen)


def _rows(lines: list[str], network: int, path: int, refused: Counter[str]) -> Iterator[tuple[str, str]]:  # fmt: skip
    prefix = ""
    for line in lines:
        if not line.strip() or line.startswith(("Displayed", "Total")):
            continue
        if len(line) > LONGEST_LINE:
            refused["line-too-long"] += 1
            continue
        if found := _PREFIX.match(line[network:] + " "):
            prefix = found["prefix"]
        if len(line) <= path:
            continue  # a long prefix has a line of its own
        if not prefix:
            refused["bad-row"] += 1
            continue
        words = line[path:].split()
        yield prefix, " ".join(words[:-1] if words[-1:] and words[-1] in {"i", "e", "?"} else words)


def columns_of_frr_json(
    octets: bytes, refused: Counter[str], tell: Teller = origin_text
) -> tuple[Array, Array]:
    """The same of `show bgp … json`.

    Raises:
        InputError: It is JSON of another form.
    """
    try:
        table = msgspec.json.decode(octets, type=_Table).routes
    except NO_JSON as error:
        raise InputError(f"it is no JSON of show bgp ({error})") from error
    seen: dict[tuple[str, str], None] = {}
    for prefix, routes in table.items():
        for route in routes:
            words = route.get("path") if isinstance(route, dict) else None
            if not isinstance(words, str):
                refused["bad-record"] += 1
                continue
            told = origin_of_words(words) if tell is origin_text else words.strip()
            if told is None:
                refused["bad-path"] += 1
            else:
                seen[prefix, told] = None
    return _columns(seen)


class _Table(msgspec.Struct):
    routes: dict[str, list[Any]]


def _columns(seen: dict[tuple[str, str], None]) -> tuple[Array, Array]:
    return (
        pa.array([prefix for prefix, _ in seen], pa.string()),
        pa.array([told for _, told in seen], pa.string()),
    )
