"""Receive: many datagrams in one system call, into memory that is allocated once.

Linux' recvmmsg through ctypes, which lets other threads run while it works; elsewhere one
`recvfrom_into` a datagram. Nothing looks into a payload.
"""

import ctypes
import ctypes.util
import errno
import os
import socket
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from noroshi.spine.model import address_halves
from noroshi.spine.model.address import MAPPED

I64 = npt.NDArray[np.int64]

SLOTS = 1000
"""Datagrams taken by one call."""
SLOT_OCTETS = 9216
"""A jumbo frame. What is longer is counted as cut and not kept: half a datagram is none."""

_MSG_TRUNC = 0x20
_MSG_DONTWAIT = 0x40

# struct sockaddr_in and sockaddr_in6, one over the other (netinet/in.h).
_NAME = np.dtype(
    {
        "names": ["family", "port", "v4", "hi", "lo"],
        "formats": ["=u2", ">u2", ">u4", ">i8", ">i8"],
        "offsets": [0, 2, 4, 8, 16],
        "itemsize": 32,
    }
)
VECTOR = np.dtype([("base", np.uintp), ("length", np.uintp)])
# struct mmsghdr of a 64-bit Linux (recvmmsg(2)).
MESSAGE = np.dtype(
    [
        ("name", np.uintp), ("name_length", "=u4"), ("_pad1", "=u4"), ("vector", np.uintp),
        ("vectors", np.uintp), ("control", np.uintp), ("control_length", np.uintp),
        ("flags", "=i4"), ("_pad2", "=u4"), ("length", "=u4"), ("_pad3", "=u4"),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Datagrams of one call, in order.

    Attributes:
        slots: The memory of all slots; payload i starts at octet `i * SLOT_OCTETS`.
        lengths: Octets of each payload; -1 where it was cut.
        hi: High half of each sender; IPv4 is `::ffff:a.b.c.d`.
        lo: Low half.
        port: Source port.
    """

    slots: memoryview
    lengths: I64
    hi: I64
    lo: I64
    port: I64

    def __len__(self) -> int:
        return len(self.lengths)

    def payloads(self, rows: I64) -> bytes:
        """Payloads of some rows, one behind the other."""
        slots, size = self.slots, SLOT_OCTETS
        first = int(self.lengths[rows[0]]) if len(rows) else 0
        if len(rows) == len(self) and (self.lengths == first).all():
            # Exporters fill their datagrams, so this is what a busy moment brings.
            whole = np.frombuffer(slots, np.uint8, len(self) * size).reshape(-1, size)
            return whole[:, :first].tobytes()
        return b"".join(
            [
                slots[start : start + length]
                for start, length in zip(
                    (rows * size).tolist(), self.lengths[rows].tolist(), strict=True
                )
            ]
        )


class Slots(Protocol):
    """Memory for the datagrams of one call."""

    def receive(self, source: socket.socket) -> Arrivals | None:
        """What waits in a socket, without waiting; null where nothing does."""


class ManySlots:
    """Slots filled by recvmmsg."""

    def __init__(self, count: int = SLOTS) -> None:
        self._data = np.zeros(count * SLOT_OCTETS, np.uint8)
        self._names = np.zeros(count, _NAME)
        self._vectors = np.zeros(count, VECTOR)
        self._messages = np.zeros(count, MESSAGE)
        steps = np.arange(count, dtype=np.uintp)
        self._vectors["base"] = self._data.ctypes.data + steps * SLOT_OCTETS
        self._vectors["length"] = SLOT_OCTETS
        self._messages["name"] = self._names.ctypes.data + steps * _NAME.itemsize
        self._messages["vector"] = self._vectors.ctypes.data + steps * VECTOR.itemsize
        self._messages["vectors"] = 1
        self._count, self._taken = count, count
        self._address = ctypes.c_void_p(self._messages.ctypes.data)

    def receive(self, source: socket.socket) -> Arrivals | None:
        """What waits in a socket, without waiting; null where nothing does."""
        self._messages["name_length"][: self._taken] = _NAME.itemsize  # the kernel wrote these
        found = _recvmmsg()(source.fileno(), self._address, self._count, _MSG_DONTWAIT, None)
        if found < 0:
            problem = ctypes.get_errno()
            if problem in (errno.EAGAIN, errno.EINTR, errno.ECONNREFUSED):
                return None
            raise OSError(problem, os.strerror(problem))
        self._taken = found
        return self._arrivals(found) if found else None

    def _arrivals(self, count: int) -> Arrivals:
        messages, names = self._messages[:count], self._names[:count]
        cut = messages["flags"] & _MSG_TRUNC != 0
        is_v4 = names["family"] == socket.AF_INET
        v4 = names["v4"].astype(np.int64) | MAPPED
        return Arrivals(
            memoryview(self._data.data),
            np.where(cut, -1, messages["length"].astype(np.int64)),
            np.where(is_v4, 0, names["hi"].astype(np.int64)),
            np.where(is_v4, v4, names["lo"].astype(np.int64)),
            names["port"].astype(np.int64),
        )


class PlainSlots:
    """Slots filled one by one; for systems without recvmmsg."""

    def __init__(self, count: int = SLOTS) -> None:
        self._data = bytearray((count + 1) * SLOT_OCTETS)
        self._view, self._count = memoryview(self._data), count

    def receive(self, source: socket.socket) -> Arrivals | None:
        """What waits in a socket, without waiting; null where nothing does."""
        rows: list[tuple[int, int, int, int]] = []
        for row in range(self._count):
            start = row * SLOT_OCTETS
            # One octet more than a slot holds shows what is cut; the next datagram overwrites it.
            room = self._view[start : start + SLOT_OCTETS + 1]
            try:
                length, sender = source.recvfrom_into(room)
            except (BlockingIOError, InterruptedError, ConnectionRefusedError):
                break
            hi, lo = _halves(sender[0])
            rows.append((length if length <= SLOT_OCTETS else -1, hi, lo, sender[1]))
        if not rows:
            return None
        lengths, hi_, lo_, port = np.array(rows, np.int64).T
        return Arrivals(self._view, lengths, hi_, lo_, port)


def make_slots() -> Slots:
    """The fastest slots that work here."""
    return ManySlots() if has_many() else PlainSlots()


def has_many() -> bool:
    """Whether recvmmsg can be called: 64-bit Linux."""
    return sys.platform == "linux" and sys.maxsize > 1 << 32


@cache
def _recvmmsg() -> "ctypes._FuncPointer":
    call = ctypes.CDLL(None, use_errno=True).recvmmsg
    call.argtypes = [
        ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_void_p,
    ]  # fmt: skip
    call.restype = ctypes.c_int
    return call


@lru_cache(maxsize=4096)
def _halves(text: str) -> tuple[int, int]:
    return address_halves(text.partition("%")[0])
