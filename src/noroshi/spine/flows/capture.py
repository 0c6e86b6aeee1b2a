"""Capture: packets of pcap and pcapng files, a block of them at a time.

Formats: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model import InputError

MAGICS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1_000_000),
    b"\xa1\xb2\xc3\xd4": (">", 1_000_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000_000_000),
    b"\xa1\xb2\x3c\x4d": (">", 1_000_000_000),
}
"""First octets of a pcap file: byte order and ticks a second."""
NG_MAGIC = b"\x0a\x0d\x0d\x0a"
LONGEST = 1 << 18
"""Octets of a captured packet (tcpdump's largest snapshot length)."""
LONGEST_BLOCK = 1 << 24
_INTERFACE, _ENHANCED = 1, 6


@dataclass(frozen=True, slots=True)
class Packets:
    """Captured packets of one block: where each lies, its link type and time."""

    octets: Octets
    start: I64
    length: I64
    wire_length: I64
    link: I64
    time_us: I64

    def __len__(self) -> int:
        return len(self.start)


@dataclass(slots=True)
class _Found:
    rows: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def add(self, start: int, length: int, wire: int, link: int, time_us: int) -> None:
        self.rows.append((start, length, wire, link, time_us))

    def packets(self, data: bytes) -> Packets:
        table = np.array(self.rows, np.int64).reshape(-1, 5)
        return Packets(Octets(data), *(table[:, i].copy() for i in range(5)))


def read_packets(blocks: Iterator[bytes], tally: Tally) -> Iterator[Packets]:
    """Packets of a capture, given as blocks of octets; a file cut short keeps what is whole.

    Raises:
        InputError: The octets are no pcap or pcapng capture.
    """
    head = next(blocks, b"")
    while 0 < len(head) < 24 and (more := next(blocks, b"")):
        head += more
    if head[:4] in MAGICS and len(head) >= 24:
        order, ticks = MAGICS[head[:4]]
        (link,) = struct.unpack_from(order + "I", head, 20)
        walker: _Classic | _Next = _Classic(order, ticks, link & 0xFFFF)
        rest = head[24:]
    elif head[:4] == NG_MAGIC:
        walker, rest = _Next(), head
    else:
        raise InputError("no pcap or pcapng capture: the first octets are not those of one")
    yield from _walk(walker, rest, blocks, tally)


def _walk(
    walker: "_Classic | _Next", rest: bytes, blocks: Iterator[bytes], tally: Tally
) -> Iterator[Packets]:
    while True:
        found = _Found()
        used = walker.walk(rest, found)
        if found.rows:
            yield found.packets(rest)
        if used < 0:
            tally.drop(Refusal.CUT_SHORT)
            return
        block = next(blocks, b"")
        if not block:
            if used < len(rest):
                tally.drop(Refusal.CUT_SHORT)
            return
        rest = rest[used:] + block


@dataclass(slots=True)
class _Classic:
    """pcap: one byte order, one link type."""

    order: str
    ticks: int
    link: int

    def walk(self, data: bytes, found: _Found) -> int:
        """Collect whole packets; gives the octets used, or -1 where no packet can follow."""
        header = struct.Struct(self.order + "IIII")
        at, divisor = 0, self.ticks // 1_000_000
        while at + 16 <= len(data):
            seconds, part, length, wire = header.unpack_from(data, at)
            if length > LONGEST:
                return -1
            if at + 16 + length > len(data):
                break
            found.add(at + 16, length, wire, self.link, seconds * 1_000_000 + part // divisor)
            at += 16 + length
        return at


@dataclass(slots=True)
class _Next:
    """pcapng: blocks; interfaces have their own link types and clocks."""

    order: str = "<"
    interfaces: list[tuple[int, int]] = field(default_factory=list)

    def walk(self, data: bytes, found: _Found) -> int:
        """Collect whole packets; gives the octets used, or -1 where no block can follow."""
        at = 0
        while at + 12 <= len(data):
            if data[at : at + 4] == NG_MAGIC:
                self.order = "<" if data[at + 8 : at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
                self.interfaces.clear()
            kind, length = struct.unpack_from(self.order + "II", data, at)
            if length < 12 or length % 4 or length > LONGEST_BLOCK:
                return -1
            if at + length > len(data):
                break
            self._block(kind, data, at + 8, at + length - 4, found)
            at += length
        return at

    def _block(self, kind: int, data: bytes, at: int, end: int, found: _Found) -> None:
        if kind == _INTERFACE and end - at >= 8 and len(self.interfaces) < 4096:
            (link,) = struct.unpack_from(self.order + "H", data, at)
            self.interfaces.append((link, self._ticks(data, at + 8, end)))
        elif kind == _ENHANCED and end - at >= 20:
            which, high, low, length, wire = struct.unpack_from(self.order + "IIIII", data, at)
            if which < len(self.interfaces) and at + 20 + length <= end:
                link, ticks = self.interfaces[which]
                time_us = (high << 32 | low) * 1_000_000 // ticks
                found.add(at + 20, length, wire, link, min(time_us, 1 << 62))

    def _ticks(self, data: bytes, at: int, end: int) -> int:
        """Ticks a second from option if_tsresol (9); microseconds where it is absent."""
        while at + 4 <= end:
            code, length = struct.unpack_from(self.order + "HH", data, at)
            if code == 0:
                break
            if code == 9 and length >= 1 and at + 4 < end:
                value = data[at + 4]
                return int(2 ** (value & 0x7F) if value & 0x80 else 10 ** min(value, 18))
            at += 4 + (length + 3) // 4 * 4
        return 1_000_000
