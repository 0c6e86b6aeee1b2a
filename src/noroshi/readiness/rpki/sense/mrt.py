"""MRT: routes of table dumps and of updates (RFC 6396, RFC 8050).

A dump tells each prefix once per peer. Each pair of prefix and origin is given once. Entries share their
attributes, so an attribute block is read once and remembered. Updates change the table of their session.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from struct import Struct, error

import pyarrow as pa

from noroshi.readiness.rpki.sense.mrt_attributes import attributes_of, path_of
from noroshi.readiness.rpki.sense.mrt_updates import UPDATES, Session, read_update
from noroshi.readiness.rpki.sense.path import Teller, origin_text
from noroshi.spine.flows.arrow import Array

TABLE_DUMP, TABLE_DUMP_V2 = 12, 13
"""Types of RFC 6396 section 4."""

PEERS = 1
"""Subtype of the table of peers."""

V1_FAMILIES = {1: False, 2: True}
V2_FAMILIES = {2: False, 4: True, 8: False, 10: True}
"""Subtypes that hold unicast routes, and whether of IPv6 (RFC 6396 section 4.3, RFC 8050 section 3)."""

WITH_PATH_ID = frozenset({8, 10})
LARGEST_RECORD = 1 << 22
"""Octets of a record: a prefix with some thousand peers of four thousand octets each."""

MOST_REMEMBERED = 1 << 20
_HEAD = Struct(">IHHI")
_SHORT = Struct(">H")
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


def columns_of_mrt(
    octets: bytes, refused: Counter[str], tell: Teller = origin_text
) -> tuple[Array, Array]:
    """Prefix of each distinct route of a table dump or of updates, and what is told of its path.

    Updates give the table as their end leaves it: what each session announced last and did not withdraw.
    """
    return columns_of_records([octets], refused, tell)


def columns_of_records(
    files: Sequence[bytes], refused: Counter[str], tell: Teller, *, until_s: float = math.inf
) -> tuple[Array, Array]:
    """The same of several files in the order of time: a table dump, then updates up to a time.

    Args:
        files: Contents.
        refused: Counts, to which these are added.
        tell: What is wanted of a path.
        until_s: Unix seconds; records after it are not read.
    """
    # A dump alone is a million prefixes from forty sessions: they are told apart only where updates follow.
    first = next((record for octets in files for record in _records(octets, Counter())), None)
    apart = len(files) > 1 or (first is not None and first.kind in UPDATES)
    reader = _Reader(refused, tell, apart=apart)
    for octets in files:
        for record in _records(octets, refused):
            if record.at_s > until_s:
                break  # a file holds its records in the order of time
            try:
                reader.read(record)
            except (error, IndexError, ValueError):
                refused["bad-record"] += 1
    seen = reader.routes()
    return (
        pa.array([prefix for prefix, _ in seen], pa.string()),
        pa.array([origin for _, origin in seen], pa.string()),
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: when, its type and subtype, and its octets."""

    at_s: int
    kind: int
    subtype: int
    octets: bytes


def _records(octets: bytes, refused: Counter[str]) -> Iterator[_Record]:
    at, end = 0, len(octets)
    while at < end:
        if end - at < _HEAD.size:
            refused["cut-short"] += 1
            return
        at_s, kind, subtype, size = _HEAD.unpack_from(octets, at)
        at += _HEAD.size
        if size > LARGEST_RECORD or at + size > end:
            refused["cut-short"] += 1
            return
        yield _Record(at_s, kind, subtype, octets[at : at + size])
        at += size


class _Reader:
    """Reads records and remembers attribute blocks."""

    def __init__(self, refused: Counter[str], tell: Teller, *, apart: bool) -> None:
        self._refused, self._tell, self._apart = refused, tell, apart
        self._seen: dict[tuple[str, str], None] = {}
        self._count = 0
        self._known: dict[tuple[int, bytes], str | None] = {}
        self._peers: list[Session] = []
        self._sessions: dict[Session, dict[tuple[str, int], tuple[int, str]]] = {}

    def read(self, record: _Record) -> None:
        """Take a record."""
        if record.kind == TABLE_DUMP:
            self._read_v1(record.subtype, record.octets)
        elif record.kind == TABLE_DUMP_V2:
            self._read_v2(record.subtype, record.octets)
        elif record.kind in UPDATES and self._apart:
            self._read_update(record)
        else:
            self._refused["no-table-record"] += 1

    def routes(self) -> dict[tuple[str, str], None]:
        """Each pair of prefix and what is told of its path once, in the order in which they came."""
        if not self._apart:
            return self._seen
        tables = self._sessions.values()
        entries = [(at, key[0], told) for one in tables for key, (at, told) in one.items()]
        return {(prefix, told): None for _, prefix, told in sorted(entries)}

    def _add(self, session: Session, key: tuple[str, int], told: str) -> None:
        if self._apart:
            self._count += 1
            self._sessions.setdefault(session, {})[key] = self._count, told
        else:
            self._seen[key[0], told] = None

    def _read_update(self, record: _Record) -> None:
        change = read_update(record.kind, record.subtype, record.octets)
        if change is None:
            self._refused["no-table-record"] += 1
            return
        routes = self._sessions.setdefault(change.session, {})
        if change.down:
            routes.clear()
        for key in change.withdrawn:
            routes.pop(key, None)
        if not change.announced:
            return
        told = None if change.path is None else self._tell(change.path)
        if told is None:
            self._refused["bad-attributes"] += 1
            return
        for key in change.announced:
            self._add(change.session, key, told)

    def _read_v1(self, subtype: int, record: bytes) -> None:
        """The route of one TABLE_DUMP record (RFC 6396 section 4.2)."""
        if subtype not in V1_FAMILIES:
            self._refused["no-unicast-record"] += 1
            return
        is_v6 = V1_FAMILIES[subtype]
        size = _V1_SIZES[is_v6]
        address, length = record[4 : 4 + size], record[4 + size]
        attributes = 4 + size + 1 + 1 + 4 + size + 2
        (octets,) = _SHORT.unpack_from(record, attributes)
        block = record[attributes + 2 : attributes + 2 + octets]
        if len(block) != octets:
            raise ValueError("attributes are cut")
        peer = record[attributes - 2 - size : attributes - 2]
        (number,) = _SHORT.unpack_from(record, attributes - 2)
        entry = (number, bytes(peer)), 0, block
        self._keep(_prefix_text(address, length, is_v6=is_v6), [entry], 2)

    def _read_v2(self, subtype: int, record: bytes) -> None:
        """The routes of one TABLE_DUMP_V2 record (RFC 6396 section 4.3)."""
        if subtype not in V2_FAMILIES:
            if subtype == PEERS:
                self._peers = _peers_of(record)
            else:
                self._refused["no-unicast-record"] += 1
            return
        is_v6, length = V2_FAMILIES[subtype], record[4]
        size = (length + 7) // 8
        address = record[5 : 5 + size]
        if len(address) != size:
            raise ValueError("the prefix is cut")
        (count,) = _SHORT.unpack_from(record, 5 + size)
        at, entries = 7 + size, []
        has_id = subtype in WITH_PATH_ID
        before = 10 if has_id else 6
        for _ in range(count):
            (peer,) = _SHORT.unpack_from(record, at)
            number = int.from_bytes(record[at + 6 : at + 10], "big") if has_id else 0
            (octets,) = _SHORT.unpack_from(record, at + before)
            at += before + 2
            block = record[at : at + octets]
            if len(block) != octets:
                raise ValueError("an entry is cut")
            entries.append((self._peer(peer), number, block))
            at += octets
        self._keep(_prefix_text(address, length, is_v6=is_v6), entries, 4)

    def _peer(self, index: int) -> Session:
        """A session of the dump; where its table of peers is missing, its number stands for it."""
        return self._peers[index] if index < len(self._peers) else (index, b"")

    def _keep(self, prefix: str, entries: list[tuple[Session, int, bytes]], as_size: int) -> None:
        for session, number, block in entries:
            key = as_size, block
            if key not in self._known:
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.clear()
                self._known[key] = _told(block, as_size, self._tell)
            told = self._known[key]
            if told is None:
                self._refused["bad-attributes"] += 1
            else:
                self._add(session, (prefix, number), told)


def _peers_of(record: bytes) -> list[Session]:
    """AS and address of each peer (RFC 6396 section 4.3.1)."""
    (name,) = _SHORT.unpack_from(record, 4)
    (count,) = _SHORT.unpack_from(record, 6 + name)
    at, found = 8 + name, []
    for _ in range(count):
        kind = record[at]
        size, as_size = (16 if kind & 1 else 4), (4 if kind & 2 else 2)
        address = record[at + 5 : at + 5 + size]
        number = record[at + 5 + size : at + 5 + size + as_size]
        if len(number) != as_size:
            raise ValueError("the table of peers is cut")
        found.append((int.from_bytes(number, "big"), bytes(address)))
        at += 5 + size + as_size
    return found


def _prefix_text(address: bytes, length: int, *, is_v6: bool) -> str:
    """Text of a prefix; lengths beyond the family's are left for the reading of prefixes to refuse."""
    if not is_v6:
        quad = address[:4].ljust(4, b"\0")
        return f"{quad[0]}.{quad[1]}.{quad[2]}.{quad[3]}/{length}"
    return f"{IPv6Address(address[:16].ljust(16, bytes(1)))}/{length}"


def _told(block: bytes, as_size: int, tell: Teller) -> str | None:
    """What is told of an attribute block; null where the block is broken or has no path."""
    try:
        segments = path_of(dict(attributes_of(block)), as_size)
    except (error, IndexError, ValueError):
        return None
    return None if segments is None else tell(segments)
