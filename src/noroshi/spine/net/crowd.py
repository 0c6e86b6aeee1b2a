"""Crowd: thousands of made services in one process, each with a socket of its own.

For made networks only: a port that nobody serves is closed as it is on a real device, because every
service is bound to its own address. Answers come from the caller; what is sent here is theirs.
"""

import asyncio
import resource
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.model import ConfigError

BACKLOG = 16
MOST_ASKED = 8192
"""Octets of a question that are read."""
STAY_S = 5.0
"""How long a connection may last that nobody ends."""
FLOOD_OCTETS = 4 << 20
DRIP_S = 0.5
SPARE = 256
"""Descriptors left for everything else."""


class Manner(StrEnum):
    """How a service behaves on a connection."""

    GREETS = "greets"
    """Speaks first, and says no more."""
    ANSWERS = "answers"
    """Waits for an empty line, answers and closes."""
    DRIPS = "drips"
    """Says one octet at a time, for ever."""
    FLOODS = "floods"
    """Sends megabytes of its answer, over and over."""
    MUTE = "mute"
    """Accepts, and says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service.

    Attributes:
        address: Where it lives.
        port: Its port.
        udp: Whether it is asked by datagrams.
        manner: How it behaves on a connection.
        says: What it answers to a question; several for datagrams. A greeting is asked with b"".
        tls: Its certificate; null for a plain connection.
    """

    address: str
    port: int
    udp: bool = False
    manner: Manner = Manner.ANSWERS
    says: Callable[[bytes], tuple[bytes, ...]]
    tls: ssl.SSLContext | None = None


def room_for() -> int:
    """How many services this process may hold, after asking for as many as it can get."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (1 << 20, hard):
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(wanted, hard)))
            return wanted - SPARE
    return soft - SPARE


class Crowd:
    """Services that are up while it is open.

    Raises:
        ConfigError: There are too many for one process, or an address is not this machine's.
    """

    def __init__(self, services: Iterable[Service]) -> None:
        self._services = list(services)
        room = room_for()
        if len(self._services) > room:
            raise ConfigError(
                f"one process holds {room:,} services here, not {len(self._services):,}; divide them"
            )
        self._held: list[socket.socket] = []
        self._talks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Bind all; from here on they answer."""
        loop = asyncio.get_running_loop()
        for one in self._services:
            try:
                held = _bound(one)
            except OSError as error:
                self.close()
                raise ConfigError(
                    f"{one.address} port {one.port} cannot be served: {error.strerror}"
                ) from error
            self._held.append(held)
            loop.add_reader(held, self._hear if one.udp else self._meet, held, one)

    def close(self) -> None:
        """Close every socket."""
        loop = asyncio.get_running_loop()
        for held in self._held:
            loop.remove_reader(held)
            held.close()
        self._held = []
        for talk in self._talks:
            talk.cancel()

    def _hear(self, held: socket.socket, one: Service) -> None:
        with suppress(OSError):
            octets, sender = held.recvfrom(MOST_ASKED)
            for answer in one.says(octets):
                held.sendto(answer, sender)

    def _meet(self, held: socket.socket, one: Service) -> None:
        with suppress(OSError):
            while True:
                connection, _ = held.accept()
                talk = asyncio.get_running_loop().create_task(_talk(connection, one))
                self._talks.add(talk)
                talk.add_done_callback(self._talks.discard)


def _bound(one: Service) -> socket.socket:
    kind = socket.SOCK_DGRAM if one.udp else socket.SOCK_STREAM
    held = socket.socket(socket.AF_INET, kind | socket.SOCK_NONBLOCK)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((one.address, one.port))
        if not one.udp:
            held.listen(BACKLOG)
    except OSError:
        held.close()
        raise
    return held


async def _talk(connection: socket.socket, one: Service) -> None:
    """One connection, from its begin to its end."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=MOST_ASKED)
    protocol = asyncio.StreamReaderProtocol(reader)
    try:
        transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=one.tls)
    except (OSError, ssl.SSLError):
        connection.close()
        return
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    try:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):  # fmt: skip
            async with asyncio.timeout(STAY_S):
                await _behave(reader, writer, one)
    finally:
        writer.close()


async def _behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, one: Service) -> None:
    match one.manner:
        case Manner.GREETS:
            writer.writelines(one.says(b""))
            await reader.read(MOST_ASKED)  # a telnet client refuses options; nobody answers that
            await reader.read(1)
        case Manner.ANSWERS:
            asked = await reader.readuntil(b"\r\n\r\n")
            writer.writelines(one.says(asked))
            await writer.drain()
        case Manner.DRIPS:
            while not writer.is_closing():
                writer.write(b"x")
                await asyncio.sleep(DRIP_S)
        case Manner.FLOODS:
            (octets,) = one.says(b"")
            for _ in range(FLOOD_OCTETS // len(octets)):
                if writer.is_closing():
                    return
                writer.write(octets)
                await writer.drain()
        case Manner.MUTE:
            await reader.read(1)
