"""Receiving: two threads from sockets to the spool, so that the disk never holds up the network.

One takes datagrams from the kernel, many a call; the other writes them. Thirty-two buffers go round
between them. Where all are full the kernel's own buffer fills next, and what it drops is counted.
"""

import queue
import select
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from noroshi.spine.flows.collect import Spooler
from noroshi.spine.net.listen import Listener, Transport
from noroshi.spine.net.receive import SLOTS, Arrivals, Slots, make_slots
from noroshi.spine.net.session import Batch
from noroshi.spine.net.streams import StreamLimits, StreamServer
from noroshi.spine.net.tls import TlsContext

log = structlog.get_logger()

BUFFERS = 32
LONGEST_PAUSE_S = 0.01
"""A socket that was emptied is left alone for a while: the fuller the call, the cheaper a datagram."""
FAST_PPS = 100_000
"""At this rate a pause may fill a quarter of the kernel's buffer, no more."""
HELD_OCTETS = 2304
"""What a datagram of up to 1.5 kB takes of the kernel's buffer, its bookkeeping included."""
TICK_S = 0.1
LONGEST_DRAIN_S = 2.0
"""How long the sockets are emptied after the end was asked for."""


@dataclass(frozen=True, slots=True)
class _Filled:
    slots: Slots
    arrivals: Arrivals
    received_ns: int


def pause_of(listener: Listener) -> float:
    """Seconds that a socket may be left alone, by the room that the kernel granted it."""
    held = 2 * listener.buffer_octets / HELD_OCTETS  # the kernel grants twice what it tells
    return min(LONGEST_PAUSE_S, held / 4 / FAST_PPS)


class Receiver:
    """Receives from `start` until `stop`.

    Args:
        listeners: Open sockets; they are closed at the end.
        spooler: Where datagrams go; its writer is shut at the end.
        limits: Of sessions; needed where a listener is for TCP or TLS.
        context: Needed where one is for TLS.
    """

    def __init__(
        self,
        listeners: Sequence[Listener],
        spooler: Spooler,
        limits: StreamLimits | None = None,
        context: TlsContext | None = None,
    ) -> None:
        self._spooler = spooler
        udp = [one for one in listeners if one.endpoint.transport is Transport.UDP]
        streams = [one for one in listeners if one.endpoint.transport is not Transport.UDP]
        self._listeners = tuple(udp)
        self.streams: StreamServer | None = None
        if streams:
            assert limits is not None
            self.streams = StreamServer(streams, limits, self._deliver, spooler.is_allowed, context)
        self._held: list[Batch] = []
        self._retry_at = 0.0
        # The one that was emptied last is still in the processor's cache.
        self._free: queue.LifoQueue[Slots] = queue.LifoQueue()
        self._filled: queue.SimpleQueue[_Filled | Batch | None] = queue.SimpleQueue()
        self._stopping = False
        self.failure: BaseException | None = None
        self.closed_segments = 0
        for _ in range(BUFFERS):
            self._free.put(make_slots())
        self._threads = (
            threading.Thread(target=self._guarded, args=(self._receive,), name="receive"),
            threading.Thread(target=self._guarded, args=(self._write,), name="spool"),
        )

    def start(self) -> None:
        """Begin to receive."""
        if self.streams is not None:
            self._spooler.begin_sessions()
        for thread in self._threads:
            thread.start()
        if self.streams is not None:
            self.streams.start()

    def stop(self) -> None:
        """Take what the sockets still hold, write it, close the segment."""
        if self.streams is not None and not self._stopping:
            self.streams.stop()
        self._stopping = True
        for thread in self._threads:
            thread.join()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # a thread's end must end the collector
            self.failure = error

    def _receive(self) -> None:
        try:
            poller = select.poll()
            pause_s = min((pause_of(one) for one in self._listeners), default=LONGEST_PAUSE_S)
            by_number = {one.socket.fileno(): one for one in self._listeners}
            for number in by_number:
                poller.register(number, select.POLLIN)
            while not self._stopping:
                ready = poller.poll(TICK_S * 1000)
                most = max((self._take(by_number[number]) for number, _ in ready), default=SLOTS)
                if most < SLOTS:
                    time.sleep(pause_s)
            self._drain()
        finally:
            self._filled.put(None)
            for listener in self._listeners:
                listener.close()

    def _drain(self) -> None:
        until = time.monotonic() + LONGEST_DRAIN_S
        while sum(self._take(one) for one in self._listeners) and time.monotonic() < until:
            pass

    def _take(self, listener: Listener) -> int:
        slots = self._slots()
        if slots is None:
            return 0
        arrivals = slots.receive(listener.socket)
        if arrivals is None:
            self._free.put(slots)
            return 0
        self._filled.put(_Filled(slots, arrivals, time.time_ns()))
        return len(arrivals)

    def _slots(self) -> Slots | None:
        """Free memory; waits for it while the writer lives."""
        while self.failure is None:
            try:
                return self._free.get(timeout=TICK_S)
            except queue.Empty:
                continue
        return None

    def _write(self) -> None:
        writer = self._spooler.writer
        try:
            while True:
                with suppress(queue.Empty):
                    filled = self._filled.get(timeout=TICK_S)
                    if filled is None:
                        return
                    self._keep(filled)
                if self._held:
                    self._write_held()
                self.closed_segments += writer.tick()
        finally:
            self._give_up()
            writer.shut()

    def _keep(self, filled: _Filled | Batch) -> None:
        if isinstance(filled, Batch):
            self._held.append(filled)
        else:
            self._spooler.take(filled.arrivals, filled.received_ns)
            self._free.put(filled.slots)

    def _write_held(self) -> None:
        """Write what sessions brought; where the spool is full they wait, and nothing is lost."""
        now = time.monotonic()
        if now < self._retry_at:
            return
        while self._held:
            if self._spooler.take_messages(self._held[0]) is not None:
                self._retry_at = now + TICK_S
                return
            self._held.pop(0).written()

    def _give_up(self) -> None:
        for batch in self._held:
            refusal = self._spooler.take_messages(batch)
            if refusal is not None:
                self._spooler.refuse_messages(batch, refusal)

    def _deliver(self, batch: Batch) -> None:
        self._filled.put(batch)
