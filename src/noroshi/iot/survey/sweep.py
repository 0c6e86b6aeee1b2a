"""Sweep: SYN segments to admitted targets, and the set of those that are open."""

import time
from collections.abc import Callable
from ipaddress import IPv4Address
from types import TracebackType

import numpy as np
import numpy.typing as npt

from noroshi.iot.survey.backoff import BackOff
from noroshi.iot.survey.boundary import Boundary
from noroshi.iot.survey.dealer import Dealer
from noroshi.iot.survey.frames import SOURCE_PORT, Framer
from noroshi.iot.survey.targets import Slot
from noroshi.spine.net.raw import RawSender, SegmentListener, UnreachableListener, link_to

I64 = npt.NDArray[np.int64]

LINGER_S = 1.0
"""How long answers are awaited after the last SYN of a chunk."""
POLL_S = 0.01


class Sweep:
    """Raw sockets for one survey.

    Args:
        source: The address that asks.
        target: Any target; all lie behind the same router.
        slots: Slots of the scope.
        secret: Key of the sequence numbers.
    """

    def __init__(
        self, source: IPv4Address, target: IPv4Address, slots: tuple[Slot, ...], secret: bytes
    ) -> None:
        link = link_to(target, source)
        self._ports = np.array([slot.port for slot in slots], np.int64)
        self._framer = Framer(link, source, self._ports, secret)
        self._sender = RawSender(link.interface)
        self._listener = SegmentListener(SOURCE_PORT)
        self._unreachable = UnreachableListener()
        self._back_off = BackOff()

    def __enter__(self) -> "Sweep":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for held in (self._sender, self._listener, self._unreachable):
            held.close()

    def found(self) -> "OpenTargets":
        """Nothing yet."""
        return OpenTargets(self._ports)

    def run(
        self, dealer: Dealer, boundary: Boundary, look: Callable[[], None], found: "OpenTargets"
    ) -> None:
        """Send all that the dealer deals; `found` holds what answered, also when `look` raises."""
        try:
            while not dealer.is_done():
                look()
                if (wait_s := dealer.wait_s()) > 0:
                    time.sleep(min(wait_s, POLL_S))
                    continue
                admitted, going = dealer.deal()
                if len(going):
                    self._sender.send(self._framer.frames(admitted))
                    dealer.note_sent(admitted, going)
                self._hear(found)
                if self._back_off.take(self._unreachable.receive()):
                    boundary.back_off(self._back_off.stopped())
        finally:
            self._linger(found)

    def _linger(self, found: "OpenTargets") -> None:
        until = time.monotonic() + LINGER_S
        while time.monotonic() < until:
            time.sleep(POLL_S)
            self._hear(found)

    def _hear(self, found: "OpenTargets") -> None:
        while (arrivals := self._listener.receive()) is not None:
            found.add(*self._framer.answered(arrivals))


class OpenTargets:
    """Address and port of what answered, each once."""

    def __init__(self, ports: I64) -> None:
        self._ports = ports
        self._both: list[I64] = []

    def add(self, addresses: I64, ports: I64) -> None:
        """Take answers, repeated ones too."""
        if len(addresses):
            self._both.append(addresses << 16 | ports)

    def among(self, addresses: I64, slots: I64) -> npt.NDArray[np.bool_]:
        """Which of some targets are open."""
        both = np.concatenate([np.zeros(0, np.int64), *self._both])
        return np.isin(addresses << 16 | self._ports[slots], both)
