"""Messages as Outlook saves them (.msg), made by us: a compound file of properties ([MS-CFB], [MS-OXMSG])."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from struct import pack

from noroshi.sites.sense.compound import MAGIC, ROOT, STORAGE, STREAM

Folder = Mapping[str, "bytes | Folder"]
"""What a folder holds by name: octets, or another folder."""

FIXED = "__properties_version1.0"
SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a message holds.

    Attributes:
        texts: Text by the number of its property, written as Unicode.
        octets: Octets by the number of their property.
        numbers: Numbers by the number of their property.
        people: Name and address of each recipient.
        files: Name, type and octets of each attachment.
        inner: Messages attached as they are.
    """

    texts: Mapping[int, str] = field(default_factory=dict)
    octets: Mapping[int, bytes] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)
    people: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str, bytes], ...] = ()
    inner: tuple["Saved", ...] = ()


def saved_message(message: Saved) -> bytes:
    """A .msg file."""
    return compound_file(message_folder(message, 32))


def message_folder(message: Saved, head: int = 24) -> dict[str, "bytes | Folder"]:
    """A message's folder; the head of its fixed properties is longer for the outermost one."""
    made = _properties(message.texts, message.octets, message.numbers, head)
    for at, (name, address) in enumerate(message.people):
        made[f"__recip_version1.0_#{at:08X}"] = _properties({0x3001: name, 0x39FE: address}, {}, {}, 8)  # fmt: skip
    for at, (name, kind, octets) in enumerate(message.files):
        texts = {0x3707: name} | ({0x370E: kind} if kind else {})
        made[f"__attach_version1.0_#{at:08X}"] = _properties(texts, {0x3701: octets}, {}, 8)
    for at, inner in enumerate(message.inner, len(message.files)):
        held = _properties({}, {}, {0x3705: 5}, 8)
        made[f"__attach_version1.0_#{at:08X}"] = held | {"__substg1.0_3701000D": message_folder(inner)}  # fmt: skip
    return made


def _properties(
    texts: Mapping[int, str], octets: Mapping[int, bytes], numbers: Mapping[int, int], head: int
) -> dict[str, "bytes | Folder"]:
    streams = {f"{number:04X}001F": text.encode("utf-16-le") for number, text in texts.items()}
    streams |= {f"{number:04X}0102": value for number, value in octets.items()}
    rows = [pack("<IIII", int(tag, 16), 6, len(value), 0) for tag, value in streams.items()]
    rows += [pack("<IIII", number << 16 | 3, 6, value, 0) for number, value in numbers.items()]
    named: dict[str, bytes | Folder] = {f"__substg1.0_{tag}": one for tag, one in streams.items()}
    return named | {FIXED: bytes(head) + b"".join(rows)}


def compound_file(root: Folder) -> bytes:
    """A compound file of version 3, streams below 4,096 octets in small sectors."""
    return _Writer().written(root)


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    start: int = END
    size: int = 0
    left: int = FREE
    right: int = FREE
    child: int = FREE

    def octets(self) -> bytes:
        name = self.name.encode("utf-16-le")
        tree = pack("<HBBIII", len(name) + 2, self.kind, 1, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + tree + bytes(36) + pack("<IQ", self.start, self.size)


@dataclass(slots=True)
class _Writer:
    sectors: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)
    mini: bytearray = field(default_factory=bytearray)
    mini_table: list[int] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)

    def written(self, root: Folder) -> bytes:
        top = _Entry("Root Entry", ROOT)
        self.entries.append(top)
        top.child = self._folder(root)
        top.start, top.size = self._large(bytes(self.mini)), len(self.mini)
        mini_at = self._large(b"".join(pack("<I", one) for one in self.mini_table))
        names_at = self._large(b"".join(one.octets() for one in self.entries))
        tables = self._tables()
        numbers = [*tables, *[FREE] * (109 - len(tables))]
        head = pack(
            "<8s16xHHHHH6xIIIIIIIII109I", MAGIC, 62, 3, 0xFFFE, 9, 6, 0, len(tables), names_at, 0,
            CUTOFF, mini_at, -(-len(self.mini_table) // 128), END, 0, *numbers,
        )  # fmt: skip
        return head + b"".join(self.sectors)

    def _folder(self, folder: Folder) -> int:
        numbers = {}
        for name in sorted(folder, key=lambda one: (len(one), one.upper())):
            numbers[name] = len(self.entries)
            value = folder[name]
            entry = _Entry(name, STREAM if isinstance(value, bytes) else STORAGE)
            self.entries.append(entry)
            if isinstance(value, bytes):
                entry.size = len(value)
                entry.start = self._small(value) if len(value) < CUTOFF else self._large(value)
            else:
                entry.child = self._folder(value)
        return self._tree(list(numbers.values()))

    def _tree(self, numbers: list[int]) -> int:
        if not numbers:
            return FREE
        middle = len(numbers) // 2
        top = self.entries[numbers[middle]]
        top.left = self._tree(numbers[:middle])
        top.right = self._tree(numbers[middle + 1 :])
        return numbers[middle]

    def _small(self, octets: bytes) -> int:
        pieces = list(_pieces(octets, MINI))
        start = len(self.mini_table)
        self.mini += b"".join(pieces)
        self.mini_table += _links(start, len(pieces))
        return start if pieces else END

    def _large(self, octets: bytes) -> int:
        pieces = list(_pieces(octets, SECTOR))
        start = len(self.sectors)
        self.sectors += pieces
        self.table += _links(start, len(pieces))
        return start if pieces else END

    def _tables(self) -> list[int]:
        """Write the table, which names its own sectors too."""
        count = 1
        while (len(self.table) + count) * 4 > count * SECTOR:
            count += 1
        first = len(self.sectors)
        whole = b"".join(pack("<I", one) for one in [*self.table, *[TABLE] * count])
        self.sectors += _pieces(whole.ljust(count * SECTOR, b"\xff"), SECTOR)
        return list(range(first, first + count))


def _links(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), END][:count]


def _pieces(octets: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(octets), size):
        yield octets[at : at + size].ljust(size, b"\0")
