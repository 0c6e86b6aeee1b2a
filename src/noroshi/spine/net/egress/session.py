"""Session: one visit's proxy. It listens on loopback from `open` until `close`.

What a page does through it counts together, whatever it opens; when a bound is met, everything
ends at once, and `report` says which bound it was. TLS is not opened: the tunnel carries it.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from noroshi.spine.model import InputError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.egress.bounds import EgressBounds
from noroshi.spine.net.egress.head import MOST_OCTETS, Head, parse_head
from noroshi.spine.net.egress.report import Refusal, Refused, Report
from noroshi.spine.net.egress.stage import Stage
from noroshi.spine.net.egress.way import Endpoint, RefusedError, Way

PIECE = 65_536
HEAD_S = 10.0
"""A head that takes longer is a hung or hostile client."""
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class EgressSession:
    """The way out of one visit; an asynchronous context manager."""

    def __init__(
        self,
        destinations: Destinations | None = None,
        *,
        bounds: EgressBounds | None = None,
        stage: Stage | None = None,
    ) -> None:
        """A session.

        Args:
            destinations: Where it may go; global addresses only when left out.
            bounds: What it may take.
            stage: Names that are played on this machine; none when left out.
        """
        self.report = Report()
        self.port = 0
        self._bounds = bounds or EgressBounds()
        self._way = Way(destinations or Destinations(), self._bounds, stage)
        self._server: asyncio.Server | None = None
        self._late: asyncio.TimerHandle | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MOST_OCTETS)
        self.port = self._server.sockets[0].getsockname()[1]
        loop = asyncio.get_running_loop()
        self._late = loop.call_later(self._bounds.total_s, self.end, Refusal.TIME)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._late is not None:
            self._late.cancel()
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._cut()
        self._way.close()

    def resolved(self, host: str) -> tuple[str, ...]:
        """Addresses of a host, as they were looked up; empty for none, and for played hosts."""
        return self._way.resolved(host)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Called for each connection; a task of our own, so that `close` can await it."""
        task = asyncio.ensure_future(self._answer(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = Endpoint("", reader, writer)
        self._writers.add(writer)
        tunnel = False
        try:
            head = await self._head(client)
            tunnel = head.tunnel
            await self._pass(head, client)
        except RefusedError as error:
            self.report.refuse(error.refused)
            if tunnel:
                await _say(writer, _FORBIDDEN)
        except (OSError, asyncio.IncompleteReadError):
            pass  # one of the ends is gone, which is how most connections end
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _head(self, client: Endpoint) -> Head:
        try:
            octets = await asyncio.wait_for(client.reader.readuntil(b"\r\n\r\n"), HEAD_S)
            head = parse_head(octets)
        except (InputError, asyncio.LimitOverrunError, TimeoutError) as error:
            why = str(error) or "the head of the request took too long"
            raise RefusedError(Refused("", 0, Refusal.MALFORMED, why)) from error
        self.report.requests += 1
        return head

    async def _pass(self, head: Head, client: Endpoint) -> None:
        self._refuse_beyond_bounds(head)
        server = await self._way.connect(head.host, head.port)
        self._writers.add(server.writer)
        self.report.addresses[head.host, head.port] = server.address
        try:
            if head.tunnel:
                client.writer.write(_ESTABLISHED)
            else:
                self._count_sent(len(head.onward))
                server.writer.write(head.onward)
            await self._exchange(client, server)
        finally:
            self._writers.discard(server.writer)
            server.writer.close()

    def _refuse_beyond_bounds(self, head: Head) -> None:
        why = self.report.ended
        if self.report.requests > self._bounds.requests:
            why = Refusal.REQUESTS
        elif len(self._writers) > 2 * self._bounds.connections:
            why = Refusal.CONNECTIONS
        if why is not None:
            detail = f"the visit has used up what it may take ({why})"
            raise RefusedError(Refused(head.host, head.port, why, detail))

    async def _exchange(self, client: Endpoint, server: Endpoint) -> None:
        upward = asyncio.ensure_future(_pump(client, server, self._count_sent))
        try:
            await _pump(server, client, self._count_received)
        finally:
            upward.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await upward

    def _count_received(self, octets: int) -> None:
        self.report.received_bytes += octets
        if self.report.received_bytes > self._bounds.received_bytes:
            self.end(Refusal.SIZE)

    def _count_sent(self, octets: int) -> None:
        self.report.sent_bytes += octets
        if self.report.sent_bytes > self._bounds.sent_bytes:
            self.end(Refusal.SIZE)

    def end(self, why: Refusal) -> None:
        """A bound is met: nothing goes on, and nothing new begins."""
        self.report.ended = self.report.ended or why
        self._cut()

    def _cut(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()


async def _pump(source: Endpoint, sink: Endpoint, count: Callable[[int], None]) -> None:
    """Octets from one end to the other until the source ends."""
    while piece := await source.reader.read(PIECE):
        count(len(piece))
        sink.writer.write(piece)
        await sink.writer.drain()
    if sink.writer.can_write_eof() and not sink.writer.is_closing():
        sink.writer.write_eof()


async def _say(writer: asyncio.StreamWriter, octets: bytes) -> None:
    with suppress(OSError):
        writer.write(octets)
        await writer.drain()
