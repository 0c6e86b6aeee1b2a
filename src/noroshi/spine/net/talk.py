"""Talk: a server of conversations over TCP, many at once, whatever is spoken.

What is said is decided elsewhere, octets in and octets out; here are the sockets and the bounds: who may
connect, how many, how long they may be silent, and how slowly they may read.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from noroshi.spine.net.listen import Listener
from noroshi.spine.net.loop import LoopThread

READ_OCTETS = 1 << 16


class Talker(Protocol):
    """One side of a conversation."""

    over: bool
    """Whether to close once everything is sent."""

    def heard(self, octets: bytes) -> Iterable[bytes]:
        """What to send for what has arrived, in chunks."""

    def news(self) -> bytes:
        """What to send unasked; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLimits:
    """What a stranger may take.

    Attributes:
        connections: Most at once.
        per_address: Most at once of one address.
        idle_s: Seconds of silence after which one is closed.
        slow_s: Seconds for which a chunk may wait to be taken.
    """

    connections: int = 1024
    per_address: int = 8
    idle_s: float = 7200.0
    slow_s: float = 60.0


@dataclass(eq=False, slots=True)
class _Guest:
    talker: Talker
    writer: asyncio.StreamWriter
    answering: bool = False
    owed: bool = False


class TalkServer:
    """Talks from `start` until `stop`.

    Args:
        listeners: Open TCP sockets; closed at the end.
        limits: What strangers may take.
        greet: Makes the talker of a new connection.
        allowed: Whether an address may connect.

    Attributes:
        counts: Connections `accepted`, `refused`, `idle`, `slow`; any thread may read it.
    """

    def __init__(
        self,
        listeners: Sequence[Listener],
        limits: TalkLimits,
        greet: Callable[[], Talker],
        allowed: Callable[[str], bool],
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._listeners, self._limits = tuple(listeners), limits
        self._greet, self._allowed = greet, allowed
        self._loop = LoopThread("talk")
        self._guests: set[_Guest] = set()
        self._by_address: Counter[str] = Counter()

    @property
    def open(self) -> int:
        """Connections at this moment."""
        return len(self._guests)

    def start(self) -> None:
        """Begin to accept."""
        self._loop.start()
        for listener in self._listeners:
            self._loop.run(self._listen(listener))

    def stop(self) -> None:
        """End; conversations under way are cut."""
        self._loop.stop()
        for listener in self._listeners:
            listener.close()

    def tell(self) -> None:
        """Send everyone the news; any thread may call it."""
        self._loop.call(self._tell)

    def _tell(self) -> None:
        for guest in self._guests:
            if guest.answering:  # news in the midst of an answer may belong to another state
                guest.owed = True
            else:
                guest.writer.write(guest.talker.news())

    async def _listen(self, listener: Listener) -> None:
        await asyncio.start_server(self._host, sock=listener.socket, limit=READ_OCTETS)

    async def _host(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str(writer.get_extra_info("peername", ("",))[0]).partition("%")[0]
        if not self._takes(address):
            self.counts["refused"] += 1
            writer.transport.abort()
            return
        self.counts["accepted"] += 1
        self._by_address[address] += 1
        guest = _Guest(self._greet(), writer)
        self._guests.add(guest)
        try:
            await self._converse(guest, reader)
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(self._limits.slow_s):
                    writer.close()
                    await writer.wait_closed()
        finally:
            self._guests.discard(guest)
            self._by_address[address] -= 1
            writer.transport.abort()

    def _takes(self, address: str) -> bool:
        return (
            len(self._guests) < self._limits.connections
            and self._by_address[address] < self._limits.per_address
            and self._allowed(address)
        )

    async def _converse(self, guest: _Guest, reader: asyncio.StreamReader) -> None:
        why = "idle"
        try:
            while not guest.talker.over:
                why = "idle"
                async with asyncio.timeout(self._limits.idle_s):
                    octets = await reader.read(READ_OCTETS)
                if not octets:
                    return
                why = "slow"
                guest.answering = True
                for chunk in guest.talker.heard(octets):
                    guest.writer.write(chunk)
                    async with asyncio.timeout(self._limits.slow_s):
                        await guest.writer.drain()
                guest.answering = False
                if guest.owed and not guest.talker.over:
                    guest.owed = False
                    guest.writer.write(guest.talker.news())
        except TimeoutError:
            self.counts[why] += 1
        except OSError:
            return  # it went away
