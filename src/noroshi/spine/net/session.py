"""Session: one exporter's connection, cut into IPFIX messages (RFC 7011 sections 3.1 and 10.4).

At most one batch of a session is under way. Reading goes on when it is written, so a full spool
holds up the exporter through TCP's own window, and nothing need be lost.
"""

import asyncio
import ssl
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol, cast

from noroshi.spine.net.listen import Transport
from noroshi.spine.net.tls import TlsLayer

VERSION, HEADER_OCTETS = 10, 16
_HEADER = struct.Struct(">HH")
MOST_UNREAD = 1 << 17
"""Octets that a client makes us send without reading them: none does so in good faith."""


class Ending(StrEnum):
    """Why a session ended."""

    CLOSED = "closed"
    CUT = "cut"
    BAD_VERSION = "bad-version"
    BAD_LENGTH = "bad-length"
    HANDSHAKE = "handshake"
    TLS = "tls"
    IDLE = "idle"
    SLOW = "slow"
    CLIENT_NAME = "client-name"
    NOT_ALLOWED = "not-allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The other end of a session.

    Attributes:
        address: As text.
        hi: High half of the address; IPv4 is `::ffff:a.b.c.d`.
        lo: Low half.
        port: Its port.
        number: Of the session; none is given twice.
        transport: TCP or TLS.
    """

    address: str
    hi: int
    lo: int
    port: int
    number: int
    transport: Transport


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole messages of a session, one behind the other; no message tells that it is over.

    Attributes:
        peer: Who sent them.
        lengths: Octets of each.
        octets: All of them.
        received_ns: When the last came, Unix nanoseconds.
        written: To be called, from any thread, when they are kept.
    """

    peer: Peer
    lengths: tuple[int, ...]
    octets: bytes
    received_ns: int
    written: Callable[[], None]


class Patience(Protocol):
    """Seconds that things may take."""

    @property
    def idle_s(self) -> float:
        """Silence."""

    @property
    def message_s(self) -> float:
        """One message, and the time to the first."""

    @property
    def handshake_s(self) -> float:
        """TLS's handshake."""


class Owner(Protocol):
    """What a session needs of its server."""

    def joined(self, session: "Session") -> None:
        """The connection stands."""

    def admit(self, session: "Session", names: tuple[str, ...]) -> bool:
        """Whether a client may stay, by the names in its certificate."""

    def deliver(self, session: "Session", lengths: tuple[int, ...], octets: bytes) -> None:
        """Hand over whole messages; `session.written` is called when they are kept."""

    def left(self, session: "Session", ending: Ending) -> None:
        """The connection is gone and all its messages are handed over."""


class Session(asyncio.Protocol):
    """Lives in the loop's thread; others may read its counts."""

    def __init__(self, owner: Owner, peer: Peer, tls: TlsLayer | None = None) -> None:
        self.peer = peer
        self.client = ""
        self._tls = tls
        self.since = datetime.now(UTC)
        self.messages = self.octets = 0
        self.waiting = False
        self._owner = owner
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._ending: Ending | None = None
        self._gone = False
        self._since_s = self._touched = self._begun = time.monotonic()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands; TLS has not begun."""
        self._transport = cast("asyncio.Transport", transport)
        self._owner.joined(self)

    def data_received(self, data: bytes) -> None:
        """Octets came."""
        if self._ending is not None:
            return
        self._touched = time.monotonic()
        plain = data if self._tls is None else self._decrypted(self._tls, data)
        if not self._buffer:
            self._begun = self._touched
        self._buffer += plain
        self._cut()

    def _decrypted(self, tls: TlsLayer, data: bytes) -> bytes:
        was_ready, plain = tls.ready, b""
        try:
            plain = tls.feed(data)
        except ssl.SSLError:
            self.end(Ending.TLS if was_ready else Ending.HANDSHAKE)
        assert self._transport is not None
        self._transport.write(tls.answer())
        if self._transport.get_write_buffer_size() > MOST_UNREAD:
            self.end(Ending.TLS)
        if tls.ready and not was_ready:
            names = tls.names()
            self.client = names[0][:255] if names else ""
            if not self._owner.admit(self, names):
                self.end(Ending.CLIENT_NAME)
        return b"" if self._ending is not None else plain

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's signature
        """The connection is gone."""
        self._gone = True
        self._cut()

    def written(self) -> None:
        """The batch under way is kept: go on."""
        self.waiting = False
        self._touched = self._begun = time.monotonic()
        self._cut()
        if not self.waiting and not self._gone and self._transport is not None:
            self._transport.resume_reading()

    def end(self, ending: Ending) -> None:
        """Close the connection, and tell why."""
        if self._ending is None and not self._gone:
            self._ending = ending
            if ending is not Ending.CLOSED:
                self._buffer.clear()
        if self._transport is not None:
            self._transport.abort()

    def overdue(self, now: float, limits: Patience) -> Ending | None:
        """Whether it was silent, or in the middle of a message or handshake, for too long."""
        if self.waiting:
            return None
        if self._tls is not None and not self._tls.ready:
            return Ending.HANDSHAKE if now - self._since_s > limits.handshake_s else None
        if (self._buffer or not self.messages) and now - self._begun > limits.message_s:
            return Ending.SLOW
        return Ending.IDLE if now - self._touched > limits.idle_s else None

    @property
    def quiet_s(self) -> float:
        """Seconds since octets came; 0 while a batch is under way."""
        return 0.0 if self.waiting else time.monotonic() - self._touched

    def _cut(self) -> None:
        if self.waiting:
            return
        lengths, fault = cut_messages(self._buffer)
        if lengths:
            end = sum(lengths)
            octets = bytes(memoryview(self._buffer)[:end])
            del self._buffer[:end]
            self.waiting = True
            if not self._gone and self._transport is not None:
                self._transport.pause_reading()
            self.messages += len(lengths)
            self.octets += end
            self._begun = self._touched
            self._owner.deliver(self, lengths, octets)
        elif fault is not None and self._ending is None:
            self._ending = fault
            self.end(fault)
        if self._gone and not self.waiting:
            self._owner.left(self, self._ending or (Ending.CUT if self._buffer else Ending.CLOSED))


def cut_messages(data: bytes | bytearray) -> tuple[tuple[int, ...], Ending | None]:
    """Lengths of the whole messages that data begins with, and what is wrong behind them."""
    lengths: list[int] = []
    at, stop = 0, len(data)
    while at + _HEADER.size <= stop:
        version, length = _HEADER.unpack_from(data, at)
        if version != VERSION:
            return tuple(lengths), Ending.BAD_VERSION
        if length < HEADER_OCTETS:
            return tuple(lengths), Ending.BAD_LENGTH
        at += length
        if at <= stop:
            lengths.append(length)
    return tuple(lengths), None
