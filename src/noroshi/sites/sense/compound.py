"""Compound: the file system inside of one file that Outlook writes its messages in.

Read as Microsoft's [MS-CFB] describes it: sectors chained by a table, small streams packed into one
large one, a tree of names. Octets are hostile: a chain that turns in a circle, one that many streams
share, and a tree of any depth are refused or end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct, error

import numpy as np

from noroshi.spine.model import InputError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 20_000
"""Names in one file; a message with 200 recipients has some thousands."""

MOST_READ = 64 << 20
"""Octets of all streams together, since many may share one chain."""

STORAGE, STREAM, ROOT = 1, 2, 5
_NONE = 0xFFFFFFFF
_LAST = 0xFFFFFFFA
"""Sector numbers are at most this; higher ones mark ends, tables and free places."""

_ENTRY_SIZE = 128
_HEAD = Struct("<8x16xHHHHH6xIIIIIIIII")
_ENTRY = Struct("<64sHBBIII36xIQ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the file.

    Attributes:
        name: As written; case does not tell two apart.
        kind: STORAGE (a folder), STREAM (octets) or ROOT.
        start: First sector of its octets.
        size: Octets.
        left: Number of the entry before it in its folder's tree.
        right: Number of the one after it.
        child: Number of the top of its own tree.
    """

    name: str
    kind: int
    start: int
    size: int
    left: int
    right: int
    child: int


@dataclass(slots=True)
class Compound:
    """An open file.

    Attributes:
        octets: All of it.
        sector_size: Octets of a sector.
        mini_size: Octets of a small sector.
        cutoff: Streams below this size lie in small sectors.
        table: Next sector of each sector.
        mini_table: The same for small sectors.
        entries: All names by number; 0 is the root.
        mini: Small sectors, one after the other.
        left_to_read: Octets that may still be read.
    """

    octets: bytes
    sector_size: int
    mini_size: int
    cutoff: int
    table: Sequence[int]
    mini_table: Sequence[int] = ()
    entries: list[Entry] = field(default_factory=list)
    mini: bytes = b""
    left_to_read: int = MOST_READ

    @property
    def root(self) -> Entry:
        """The outermost folder."""
        return self.entries[0]

    def inside(self, folder: Entry) -> dict[str, Entry]:
        """What a folder holds, by name; of a name that is there twice, one."""
        found: dict[str, Entry] = {}
        seen: set[int] = set()
        waiting = [folder.child]
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(self.entries):
                continue
            seen.add(number)
            entry = self.entries[number]
            found[entry.name] = entry
            waiting += [entry.left, entry.right]
        return found

    def read(self, entry: Entry) -> bytes:
        """Octets of a stream; fewer than it says where the file ends before.

        Raises:
            InputError: All streams together are larger than any message, or a chain has no end.
        """
        size = min(entry.size, len(self.octets))
        self.left_to_read -= size
        if self.left_to_read < 0:
            raise InputError("mail-too-large")
        if entry.size < self.cutoff and entry.kind == STREAM:
            return self._from_mini(entry.start, size)
        return self.from_sectors(entry.start, size)

    def from_sectors(self, start: int, size: int | None = None) -> bytes:
        """Octets of a chain of sectors, whole where no size is given."""
        most = len(self.table) if size is None else -(-size // self.sector_size)
        pieces = [self.sector(number) for number in _chain(start, self.table, most)]
        return b"".join(pieces)[:size]

    def _from_mini(self, start: int, size: int) -> bytes:
        width = self.mini_size
        chain = _chain(start, self.mini_table, -(-size // width))
        return b"".join(self.mini[at * width : (at + 1) * width] for at in chain)[:size]

    def sector(self, number: int) -> bytes:
        """Octets of one sector; the head of the file takes the place of the first."""
        at = (number + 1) * self.sector_size
        return self.octets[at : at + self.sector_size]


def open_compound(octets: bytes) -> Compound:
    """A file, with its tables and names read.

    Raises:
        InputError: It is no compound file, or has more names than any message. The message is the
            reason.
    """
    if not octets.startswith(MAGIC):
        raise InputError("no-msg")
    try:
        _, major, _, shift, mini_shift, *rest = _HEAD.unpack_from(octets)
    except error as wrong:
        raise InputError("msg-broken") from wrong
    if (major, shift) not in {(3, 9), (4, 12)} or mini_shift != 6:
        raise InputError("msg-broken")
    _, names_at, _, cutoff, mini_at, _, more_at, _ = rest[1:]
    size = 1 << shift
    opened = Compound(octets, size, 1 << mini_shift, min(cutoff, 4096), ())
    opened.table = _table(opened, more_at)
    opened.mini_table = _numbers(opened.from_sectors(mini_at))
    opened.entries = list(_entries(opened.from_sectors(names_at)))
    if not opened.entries or opened.root.kind != ROOT:
        raise InputError("msg-broken")
    opened.mini = opened.read(opened.root)
    opened.left_to_read = MOST_READ
    return opened


def _table(opened: Compound, more_at: int) -> list[int]:
    """The next sector of each: its sectors are named in the head, and further ones in a chain."""
    most = len(opened.octets) // opened.sector_size
    named = _numbers(opened.octets[76:512])
    seen: set[int] = set()
    while more_at <= _LAST and more_at < most and more_at not in seen:
        seen.add(more_at)
        *some, more_at = _numbers(opened.sector(more_at)) or [_NONE]
        named.extend(some)
    table: list[int] = []
    for number in dict.fromkeys(named):
        if number <= _LAST and number < most:
            table.extend(_numbers(opened.sector(number)))
    return table[:most]


def _numbers(octets: bytes) -> list[int]:
    numbers: list[int] = np.frombuffer(octets[: len(octets) // 4 * 4], "<u4").tolist()
    return numbers


def _entries(octets: bytes) -> Iterator[Entry]:
    if len(octets) > MOST_ENTRIES * _ENTRY_SIZE:
        raise InputError("mail-too-deep")
    for at in range(0, len(octets) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
        name, length, kind, _, left, right, child, start, size = _ENTRY.unpack_from(octets, at)
        text = name[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        yield Entry(text, kind, start, size & _NONE, left, right, child)


def _chain(start: int, table: Sequence[int], most: int) -> Iterator[int]:
    number = start
    for _ in range(min(most, len(table))):
        if number >= len(table):
            return
        yield number
        number = table[number]
