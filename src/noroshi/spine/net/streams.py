"""Streams: IPFIX over TCP and TLS (RFC 7011 sections 10.4 and 11), many sessions in one loop.

A connection is held against the ranges of exporters and the limits before a single octet is read or
a key is computed, so that strangers cost no more than their connection.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from socket import IPPROTO_TCP, SO_KEEPALIVE, SOL_SOCKET, TCP_KEEPIDLE, socket

from noroshi.spine.model import address_halves, rfc3339
from noroshi.spine.net.listen import Listener, Transport
from noroshi.spine.net.loop import LoopThread
from noroshi.spine.net.session import Batch, Ending, Peer, Session
from noroshi.spine.net.tls import TlsContext, TlsLayer, is_named

HANDSHAKE_S = 10.0
MESSAGE_S = 60.0
"""A message that began, and the first one of a session, must be whole by then."""
SWEEP_S = 1.0
DRAIN_S, QUIET_S = 2.0, 0.2
"""At the end sessions are read until they are quiet, but no longer than this."""
KEEPALIVE_S = 60


class Refusal(StrEnum):
    """Why a connection was not taken."""

    NOT_ALLOWED = "not-allowed"
    SESSIONS = "sessions"
    SESSIONS_PER_ADDRESS = "sessions-per-address"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLimits:
    """What strangers and exporters may take.

    Attributes:
        sessions: Most at once.
        sessions_per_address: Most at once of one address.
        idle_s: Seconds after which a silent session is closed.
        clients: Names one of which a client's certificate must bear; empty takes any that is signed.
        message_s: Seconds for one message, and for the first.
        handshake_s: Seconds for TLS's handshake.
    """

    sessions: int
    sessions_per_address: int
    idle_s: float
    clients: tuple[str, ...] = ()
    message_s: float = MESSAGE_S
    handshake_s: float = HANDSHAKE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCounts:
    """An open session: who, since when, how much; `paused` while its messages wait for the spool."""

    address: str
    port: int
    transport: str
    client: str
    since: datetime
    messages: int
    octets: int
    paused: bool

    def as_row(self) -> dict[str, object]:
        """As machine output has it."""
        return {
            "exporter": self.address,
            "port": self.port,
            "transport": self.transport,
            "client": self.client,
            "since": rfc3339(self.since),
            "messages": self.messages,
            "octets": self.octets,
            "paused": self.paused,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamCounts:
    """Sessions: open ones, and how many were taken, ended and refused, by reason."""

    open: tuple[SessionCounts, ...] = ()
    accepted: int = 0
    ended: tuple[tuple[str, int], ...] = ()
    refused: tuple[tuple[str, int], ...] = ()

    def as_row(self) -> dict[str, object]:
        """As machine output has it."""
        return {
            "accepted": self.accepted,
            "ended": dict(self.ended),
            "refused": dict(self.refused),
            "open": [session.as_row() for session in self.open],
        }


class StreamServer:
    """Takes sessions from `start` until `stop`.

    Args:
        listeners: Open sockets; they are closed at the end.
        limits: May be replaced while it runs.
        deliver: Takes batches, in the loop's thread; it must not wait.
        allowed: Whether an address (high and low half) may connect; asked again while it is connected.
        context: For TLS; may be replaced while it runs, for sessions to come.
    """

    def __init__(
        self,
        listeners: Sequence[Listener],
        limits: StreamLimits,
        deliver: Callable[[Batch], None],
        allowed: Callable[[int, int], bool],
        context: TlsContext | None = None,
    ) -> None:
        self.limits, self.context = limits, context
        self.failure: BaseException | None = None
        self._stopped = False
        self._listeners, self._deliver, self._allowed = tuple(listeners), deliver, allowed
        self._loop = LoopThread("sessions")
        self._sessions: dict[int, Session] = {}
        self._by_address: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._accepting: list[asyncio.Task[None]] = []
        self._ended: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._accepted = self._last = 0

    def start(self) -> None:
        """Begin to accept."""
        self._loop.start()
        self._loop.run(self._start())

    def stop(self) -> None:
        """Accept no more, take what is on its way, close the sessions."""
        if self._accepting and not self._stopped:
            self._stopped = True
            with suppress(TimeoutError):
                self._loop.run(self._stop())
        self._loop.stop()
        for listener in self._listeners:
            listener.close()

    def counts(self) -> StreamCounts:
        """What was counted so far; any thread may ask."""
        opened = [_told(session) for session in list(self._sessions.values())]
        return StreamCounts(
            open=tuple(opened),
            accepted=self._accepted,
            ended=tuple(sorted(dict(self._ended).items())),
            refused=tuple(sorted(dict(self._refused).items())),
        )

    def joined(self, session: Session) -> None:
        """The connection stands."""
        self._accepted += 1
        self._sessions[session.peer.number] = session

    def admit(self, session: Session, names: tuple[str, ...]) -> bool:  # noqa: ARG002  # by its names alone
        """Whether a client may stay, by the names in its certificate."""
        return is_named(names, self.limits.clients)

    def deliver(self, session: Session, lengths: tuple[int, ...], octets: bytes) -> None:
        """Hand over whole messages."""
        written = lambda: self._loop.call(session.written)  # noqa: E731  # what another thread calls
        self._deliver(Batch(session.peer, lengths, octets, time.time_ns(), written))

    def left(self, session: Session, ending: Ending) -> None:
        """The connection is gone."""
        if self._sessions.pop(session.peer.number, None) is None:
            return
        self._ended[ending.value] += 1
        self._release(session.peer.address)
        self._deliver(Batch(session.peer, (), b"", time.time_ns(), lambda: None))

    async def _start(self) -> None:
        for work in (*map(self._accept, self._listeners), self._sweep()):
            task = asyncio.get_running_loop().create_task(work)
            task.add_done_callback(self._over)
            self._accepting.append(task)

    def _over(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self.failure = task.exception()

    async def _accept(self, listener: Listener) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, name = await loop.sock_accept(listener.socket)
            except OSError:  # out of descriptors, or gone before it was taken
                self._refused[Refusal.SYSTEM.value] += 1
                await asyncio.sleep(0.1)
                continue
            address, port = name[0].partition("%")[0], name[1]
            hi, lo = address_halves(address)
            refusal = self._refusal(address, hi, lo)
            if refusal is not None:
                self._refused[refusal.value] += 1
                connection.close()
                continue
            self._by_address[address] += 1
            self._last = max(self._last + 1, int(time.time())) % (1 << 32)
            peer = Peer(
                address=address, hi=hi, lo=lo, port=port, number=self._last,
                transport=listener.endpoint.transport,
            )  # fmt: skip
            task = loop.create_task(self._greet(connection, peer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _refusal(self, address: str, hi: int, lo: int) -> Refusal | None:
        if not self._allowed(hi, lo):
            return Refusal.NOT_ALLOWED
        if self._by_address.total() >= self.limits.sessions:
            return Refusal.SESSIONS
        if self._by_address[address] >= self.limits.sessions_per_address:
            return Refusal.SESSIONS_PER_ADDRESS
        return None

    async def _greet(self, connection: socket, peer: Peer) -> None:
        session = Session(self, peer, self._layer(peer))
        try:
            connection.setblocking(False)
            connection.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1)
            connection.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_S)
            await asyncio.get_running_loop().connect_accepted_socket(lambda: session, connection)
        except OSError:  # it is gone again
            self._refused[Refusal.SYSTEM.value] += 1
            connection.close()
            self._release(peer.address)

    def _layer(self, peer: Peer) -> TlsLayer | None:
        if peer.transport is not Transport.TLS:
            return None
        assert self.context is not None
        return TlsLayer(self.context)

    def _release(self, address: str) -> None:
        self._by_address[address] -= 1
        if self._by_address[address] <= 0:
            del self._by_address[address]

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            now = time.monotonic()
            for session in list(self._sessions.values()):
                late = session.overdue(now, self.limits)
                if late is not None:
                    session.end(late)
                elif not self._allowed(session.peer.hi, session.peer.lo):
                    session.end(Ending.NOT_ALLOWED)

    async def _stop(self) -> None:
        await asyncio.sleep(QUIET_S / 4)  # who has just connected is still taken
        for task in self._accepting:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        until = time.monotonic() + DRAIN_S
        while self._busy() and time.monotonic() < until:
            await asyncio.sleep(QUIET_S / 4)
        for session in list(self._sessions.values()):
            session.end(Ending.CLOSED)
        while self._sessions and time.monotonic() < until + DRAIN_S:
            await asyncio.sleep(QUIET_S / 10)

    def _busy(self) -> bool:
        return any(session.quiet_s < QUIET_S for session in self._sessions.values())


def _told(session: Session) -> SessionCounts:
    return SessionCounts(
        address=session.peer.address,
        port=session.peer.port,
        transport=session.peer.transport.value,
        client=session.client,
        since=session.since,
        messages=session.messages,
        octets=session.octets,
        paused=session.waiting,
    )
