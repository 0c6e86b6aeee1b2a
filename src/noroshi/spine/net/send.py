"""Send: many datagrams in one system call, from several local ends to one place.

Linux' sendmmsg through ctypes; elsewhere one `send` a datagram. `Pace` keeps to a rate.
"""

import ctypes
import errno
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address
from typing import Protocol

import numpy as np
import numpy.typing as npt

from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.listen import Endpoint
from noroshi.spine.net.receive import MESSAGE, VECTOR, has_many

I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]

SEND_BUFFER = 4 << 20
FIRST_LOOPBACK = IPv4Address("127.0.1.1")
STEP_S = 0.001
"""How long a sender sleeps between two looks at the clock: the longest burst at a rate."""

_PASSING = (errno.ECONNREFUSED, errno.EINTR)
"""Nobody listens (an earlier datagram came back): that is for the receiver to mend, so go on."""
_FULL = (errno.EAGAIN, errno.ENOBUFS, errno.ENOMEM)


class Way(Protocol):
    """A way to hand datagrams to one socket."""

    def __call__(self, out: socket.socket, buffer: U8, start: I64, length: I64) -> int:
        """Send datagrams of a buffer in order; gives how many the kernel took, 0 for try again."""


def send_plain(out: socket.socket, buffer: U8, start: I64, length: I64) -> int:
    """One by one; for systems without sendmmsg."""
    view = memoryview(buffer.data)
    for number, (at, octets) in enumerate(zip(start.tolist(), length.tolist(), strict=True)):
        try:
            out.send(view[at : at + octets])
        except OSError as error:
            if error.errno not in (*_PASSING, *_FULL):
                raise
            return number + _is_passing(error.errno)
    return len(start)


def send_many(out: socket.socket, buffer: U8, start: I64, length: I64) -> int:
    """All in one call."""
    return Batch(buffer, start, length).send(out, 0)


class Batch:
    """Datagrams of a buffer as the kernel wants them told, made once for as many calls as it takes."""

    def __init__(self, buffer: U8, start: I64, length: I64) -> None:
        self._buffer = buffer  # must live as long as its address is known here
        self._vectors, self._messages = np.zeros(len(start), VECTOR), np.zeros(len(start), MESSAGE)
        self._vectors["base"] = buffer.ctypes.data + start
        self._vectors["length"] = length
        steps = np.arange(len(start), dtype=np.uintp)
        self._messages["vector"] = self._vectors.ctypes.data + steps * VECTOR.itemsize
        self._messages["vectors"] = 1

    def __len__(self) -> int:
        return len(self._messages)

    def send(self, out: socket.socket, done: int) -> int:
        """Send those behind the first `done`; gives how many the kernel took, 0 for try again.

        Raises:
            OSError: The kernel refuses them.
        """
        at = self._messages.ctypes.data + done * MESSAGE.itemsize
        return _sent(_sendmmsg()(out.fileno(), at, len(self) - done, 0))


def _sent(taken: int) -> int:
    if taken >= 0:
        return int(taken)
    problem = ctypes.get_errno()
    if problem in (*_PASSING, *_FULL):
        return _is_passing(problem)
    raise OSError(problem, os.strerror(problem))


def _is_passing(problem: int | None) -> int:
    """A datagram that found nobody counts as sent: it left."""
    return int(problem == errno.ECONNREFUSED)


@cache
def _sendmmsg() -> "ctypes._FuncPointer":
    call = ctypes.CDLL(None, use_errno=True).sendmmsg
    call.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int]
    call.restype = ctypes.c_int
    return call


@dataclass(frozen=True, slots=True)
class Sender:
    """Sockets to one place, one for each source.

    On IPv4 loopback each source has an address of its own in 127.0.0.0/8; elsewhere the sources
    differ by port.
    """

    target: Endpoint
    sockets: tuple[socket.socket, ...]
    way: Way

    @classmethod
    def open(cls, target: Endpoint, sources: int, way: Way | None = None) -> "Sender":
        """Open the sockets.

        Raises:
            ConfigError: The place cannot be reached from this machine, or sources are too many.
        """
        opened: list[socket.socket] = []
        try:
            opened.extend(_open(target, number) for number in range(sources))
        except OSError as error:
            for one in opened:
                one.close()
            raise ConfigError(
                f"no datagrams can be sent to {target} from {sources} sources: {error.strerror};"
                " check the address, or take fewer exporters"
            ) from error
        return cls(target, tuple(opened), way or (send_many if has_many() else send_plain))

    def send(self, buffer: U8, start: I64, length: I64, source: I64) -> None:
        """Send datagrams of a buffer, each from its source; waits while the kernel is full.

        Raises:
            SourceError: The network refuses them.
        """
        for number in np.unique(source):
            mine = np.flatnonzero(source == number)
            done = 0
            while done < len(mine):
                rest = mine[done:]
                try:
                    taken = self.way(self.sockets[number], buffer, start[rest], length[rest])
                except OSError as error:
                    raise SourceError(
                        f"{self.target} does not take datagrams: {error.strerror}; check the route"
                    ) from error
                done += taken
                if not taken:
                    time.sleep(STEP_S)

    def close(self) -> None:
        """Close all sockets."""
        for one in self.sockets:
            one.close()


def _open(target: Endpoint, number: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if target.is_v6 else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if target.address.is_loopback and not target.is_v6:
            opened.bind((str(FIRST_LOOPBACK + number), 0))
        opened.connect((str(target.address), target.port))
    except OSError:
        opened.close()
        raise
    return opened


class Pace:
    """How many datagrams are due, by the clock.

    Who falls behind catches up, but not in one burst: what was missed for longer than `PATIENCE_S`
    is let go, so that a receiver never sees much more than the rate.
    """

    PATIENCE_S = 0.05

    def __init__(
        self,
        rate_pps: float,
        *,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate, self._clock, self._sleep = rate_pps, clock, sleep
        self._began = clock()
        self._sent = 0

    def due(self, most: int) -> int:
        """Wait until at least one datagram is due; gives how many, at most `most`."""
        while True:
            late = (self._clock() - self._began) * self._rate - self._sent
            if late >= 1:
                break
            self._sleep(max(STEP_S, (1 - late) / self._rate))
        allowed = max(1.0, self._rate * self.PATIENCE_S)
        if late > allowed:
            self._began += (late - allowed) / self._rate
            late = allowed
        number = min(int(late), most, max(1, int(self._rate * STEP_S * 2)))
        self._sent += number
        return number
