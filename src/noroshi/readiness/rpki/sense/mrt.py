"""MRT: routes of table dumps, TABLE_DUMP and TABLE_DUMP_V2 (RFC 6396, RFC 8050).

A dump tells each prefix once per peer. Each pair of prefix and origin is given once, in the order
of the file. Entries share their attributes, so an attribute block is read once and remembered.
"""

from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv6Address
from struct import Struct, error

import pyarrow as pa

from noroshi.readiness.rpki.sense.path import CONFED_SET, SET, Segment, origin_text
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import InputError

TABLE_DUMP, TABLE_DUMP_V2 = 12, 13
"""Types of RFC 6396 section 4."""

V1_FAMILIES = {1: False, 2: True}
V2_FAMILIES = {2: False, 4: True, 8: False, 10: True}
"""Subtypes that hold unicast routes, and whether of IPv6 (RFC 6396 section 4.3, RFC 8050 section 3)."""

WITH_PATH_ID = frozenset({8, 10})
LARGEST_RECORD = 1 << 22
"""Octets of a record: a prefix with some thousand peers of four thousand octets each."""

MOST_REMEMBERED = 1 << 20
AS_PATH, AS4_PATH = 2, 17
_EXTENDED = 0x10
_HEAD = Struct(">IHHI")
_SHORT, _LONG = Struct(">H"), Struct(">I")
_V1_SIZES = {False: 4, True: 16}
_V1_FIXED = Struct(">HH")


def is_mrt(octets: bytes) -> bool:
    """Whether some octets start as an MRT record of any common type."""
    if len(octets) < _HEAD.size:
        return False
    _, kind, subtype, size = _HEAD.unpack_from(octets)
    return (
        kind in {11, TABLE_DUMP, TABLE_DUMP_V2, 16, 17, 48, 49}
        and subtype < 64
        and (size <= LARGEST_RECORD)
    )


def columns_of_mrt(octets: bytes, refused: Counter[str]) -> tuple[Array, Array]:
    """Prefix and origin of each distinct route of a table dump.

    Raises:
        InputError: It is a dump of updates, which is no table.
    """
    reader = _Reader(refused)
    seen: dict[tuple[str, str], None] = {}
    updates = 0
    for kind, subtype, record in _records(octets, refused):
        if kind not in {TABLE_DUMP, TABLE_DUMP_V2}:
            updates += 1
            continue
        read = reader.read_v1 if kind == TABLE_DUMP else reader.read_v2
        try:
            seen.update(dict.fromkeys(read(subtype, record)))
        except (error, IndexError, ValueError):
            refused["bad-record"] += 1
    if updates and not seen:
        raise InputError("it is an MRT file of updates, not a table dump (TABLE_DUMP_V2)")
    if updates:
        refused["no-table-record"] += updates
    return (
        pa.array([prefix for prefix, _ in seen], pa.string()),
        pa.array([origin for _, origin in seen], pa.string()),
    )


def _records(octets: bytes, refused: Counter[str]) -> Iterator[tuple[int, int, bytes]]:
    at, end = 0, len(octets)
    while at < end:
        if end - at < _HEAD.size:
            refused["cut-short"] += 1
            return
        _, kind, subtype, size = _HEAD.unpack_from(octets, at)
        at += _HEAD.size
        if size > LARGEST_RECORD or at + size > end:
            refused["cut-short"] += 1
            return
        yield kind, subtype, octets[at : at + size]
        at += size


class _Reader:
    """Reads records and remembers attribute blocks."""

    def __init__(self, refused: Counter[str]) -> None:
        self._refused = refused
        self._origins: dict[tuple[int, bytes], str | None] = {}

    def read_v1(self, subtype: int, record: bytes) -> list[tuple[str, str]]:
        """The route of one TABLE_DUMP record (RFC 6396 section 4.2)."""
        if subtype not in V1_FAMILIES:
            self._refused["no-unicast-record"] += 1
            return []
        is_v6 = V1_FAMILIES[subtype]
        size = _V1_SIZES[is_v6]
        address, length = record[4 : 4 + size], record[4 + size]
        attributes = 4 + size + 1 + 1 + 4 + size + 2
        (octets,) = _SHORT.unpack_from(record, attributes)
        block = record[attributes + 2 : attributes + 2 + octets]
        if len(block) != octets:
            raise ValueError("attributes are cut")
        return self._routes(_prefix_text(address, length, is_v6=is_v6), [block], 2)

    def read_v2(self, subtype: int, record: bytes) -> list[tuple[str, str]]:
        """The routes of one TABLE_DUMP_V2 record (RFC 6396 section 4.3)."""
        if subtype not in V2_FAMILIES:
            if subtype != 1:  # the table of peers is no route
                self._refused["no-unicast-record"] += 1
            return []
        is_v6, length = V2_FAMILIES[subtype], record[4]
        size = (length + 7) // 8
        address = record[5 : 5 + size]
        if len(address) != size:
            raise ValueError("the prefix is cut")
        (count,) = _SHORT.unpack_from(record, 5 + size)
        at, blocks = 7 + size, []
        before = 10 if subtype in WITH_PATH_ID else 6
        for _ in range(count):
            (octets,) = _SHORT.unpack_from(record, at + before)
            at += before + 2
            block = record[at : at + octets]
            if len(block) != octets:
                raise ValueError("an entry is cut")
            blocks.append(block)
            at += octets
        return self._routes(_prefix_text(address, length, is_v6=is_v6), blocks, 4)

    def _routes(self, prefix: str, blocks: list[bytes], as_size: int) -> list[tuple[str, str]]:
        found: dict[str, None] = {}
        for block in blocks:
            key = as_size, block
            if key not in self._origins:
                if len(self._origins) >= MOST_REMEMBERED:
                    self._origins.clear()
                self._origins[key] = _origin(block, as_size)
            origin = self._origins[key]
            if origin is None:
                self._refused["bad-attributes"] += 1
            else:
                found[origin] = None
        return [(prefix, origin) for origin in found]


def _prefix_text(address: bytes, length: int, *, is_v6: bool) -> str:
    """Text of a prefix; lengths beyond the family's are left for the reading of prefixes to refuse."""
    if not is_v6:
        quad = address[:4].ljust(4, b"\0")
        return f"{quad[0]}.{quad[1]}.{quad[2]}.{quad[3]}/{length}"
    return f"{IPv6Address(address[:16].ljust(16, bytes(1)))}/{length}"


def _origin(block: bytes, as_size: int) -> str | None:
    """Origin text of an attribute block; null where the block is broken or has no path."""
    try:
        paths = {kind: value for kind, value in _attributes(block) if kind in {AS_PATH, AS4_PATH}}
        if AS_PATH not in paths:
            return None
        segments = _segments(paths[AS_PATH], as_size)
        # Four-octet numbers stand beside a path of two-octet ones (RFC 6793 section 4.2.3).
        if as_size == 2 and AS4_PATH in paths:
            longer = _segments(paths[AS4_PATH], 4)
            if _hops(longer) and _hops(longer) <= _hops(segments):
                segments = longer
    except (error, IndexError, ValueError):
        return None
    return origin_text(segments)


def _hops(segments: list[Segment]) -> int:
    """Length of a path: a set counts one, confederations none (RFC 4271 section 9.1.2.2)."""
    return sum(
        1 if kind == SET else len(numbers) for kind, numbers in segments if kind < CONFED_SET - 1
    )


def _attributes(block: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(block):
        flags, kind = block[at], block[at + 1]
        if flags & _EXTENDED:
            (size,) = _SHORT.unpack_from(block, at + 2)
            at += 4
        else:
            size = block[at + 2]
            at += 3
        value = block[at : at + size]
        if len(value) != size:
            raise ValueError("an attribute is cut")
        yield kind, value
        at += size


def _segments(path: bytes, as_size: int) -> list[Segment]:
    number = _SHORT if as_size == _SHORT.size else _LONG
    segments: list[Segment] = []
    at = 0
    while at < len(path):
        kind, count = path[at], path[at + 1]
        at += 2
        if not SET <= kind <= CONFED_SET or at + count * as_size > len(path):
            raise ValueError("a segment of a path is broken")
        segments.append(
            (kind, [number.unpack_from(path, at + n * as_size)[0] for n in range(count)])
        )
        at += count * as_size
    return segments
