"""Chunk: one go at some targets: datagrams, the sweep, then a connection to each that is open."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from noroshi.iot.survey.attention import Stopped
from noroshi.iot.survey.banners import Banners, as_targets, has_second
from noroshi.iot.survey.boundary import Boundary
from noroshi.iot.survey.dealer import UNSEEN, Dealer, Pace
from noroshi.iot.survey.questions import ask_by_datagram
from noroshi.iot.survey.results import OPEN, WAITING, Answer
from noroshi.iot.survey.sweep import Sweep
from noroshi.iot.survey.targets import I64, Slot
from noroshi.spine.net.datagrams import DatagramAsker

Flags = npt.NDArray[np.bool_]


@dataclass(slots=True, kw_only=True)
class Gone:
    """What came of one go.

    Attributes:
        sent: Whether each target was asked.
        verdicts: The last verdict on each.
        answers: What answered.
        stopped: Why it ended early; empty where it did not.
    """

    sent: Flags
    verdicts: npt.NDArray[np.uint8]
    answers: list[Answer] = field(default_factory=list)
    stopped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a go is done with.

    Attributes:
        slots: Slots of the scope.
        contact: Where holders learn why.
        source: The address that asks.
        boundary: What every probe passes.
        pace: One pace for all stages.
        look: Raises `Stopped` when it is time to end.
        unix_s: The present in seconds of Unix time, as answers are dated.
        asker: For datagrams.
        sweep: Raw sockets; null asks every target by a connection.
        loop: For connections.
    """

    slots: tuple[Slot, ...]
    contact: str
    source: str
    boundary: Boundary
    pace: Pace
    look: Callable[[], None]
    unix_s: Callable[[], int]
    asker: DatagramAsker
    sweep: Sweep | None
    loop: asyncio.Runner


def go(means: Means, addresses: I64, slots: I64, waiting: list[Answer]) -> Gone:
    """Ask these targets, and those that were found open by an earlier go but not asked yet."""
    gone = Gone(
        sent=np.zeros(len(addresses), bool), verdicts=np.full(len(addresses), UNSEEN, np.uint8)
    )
    is_udp = np.array([slot.is_udp for slot in means.slots], bool)[slots]
    work = _Work(means, gone, addresses, slots)
    try:
        work.datagrams(np.flatnonzero(is_udp))
        if means.sweep is None:
            work.connect(np.flatnonzero(~is_udp))
        else:
            work.sweep(means.sweep, np.flatnonzero(~is_udp), waiting)
        work.second()
    except Stopped as stopped:
        gone.stopped = stopped.reason
    gone.answers += work.left_open()
    return gone


class _Work:
    def __init__(self, means: Means, gone: Gone, addresses: I64, slots: I64) -> None:
        self._means, self._gone = means, gone
        self._addresses, self._slots = addresses, slots
        self._waiting: list[Answer] = []

    def datagrams(self, rows: I64) -> None:
        means = self._means
        dealer = self._dealer(self._addresses[rows], self._slots[rows])
        try:
            ask_by_datagram(
                dealer, means.asker, means.slots, means.contact, means.look, self._gone.answers,
                unix_s=means.unix_s,
            )  # fmt: skip
        finally:
            self._settle(rows, dealer)

    def sweep(self, sweep: Sweep, rows: I64, waiting: list[Answer]) -> None:
        addresses, slots = self._addresses[rows], self._slots[rows]
        dealer, found = self._dealer(addresses, slots), sweep.found()
        try:
            sweep.run(dealer, self._means.boundary, self._means.look, found)
        finally:
            self._settle(rows, dealer)
            is_open = np.flatnonzero(dealer.sent & found.among(addresses, slots))
            self._waiting = waiting + [
                self._open(int(addresses[row]), int(slots[row])) for row in is_open
            ]
        for _ in range(2):  # a lost SYN is sent once more, through the boundary like the first
            targets = as_targets(self._waiting, self._means.slots)
            self._connect(self._dealer(*targets))

    def connect(self, rows: I64) -> None:
        dealer = self._dealer(self._addresses[rows], self._slots[rows])
        try:
            self._connect(dealer)
        finally:
            self._settle(rows, dealer)

    def second(self) -> None:
        """The second message of the web, where the first was answered."""
        those = [one for one in self._gone.answers if has_second(one)]
        self._connect(self._dealer(*as_targets(those, self._means.slots)), message=1)

    def left_open(self) -> list[Answer]:
        """Open targets that got no connection: to be asked by the next go, or left at that."""
        state = WAITING if self._gone.stopped else OPEN
        return [
            Answer(address=one.address, slot=one.slot, message=0, at_s=one.at_s, state=state)
            for one in self._waiting
        ]

    def _connect(self, dealer: Dealer, *, message: int = 0) -> None:
        means = self._means
        banners = Banners(
            means.slots, means.contact, means.source, message=message, unix_s=means.unix_s
        )
        try:
            means.loop.run(banners.run(dealer, means.look))
        finally:
            self._gone.answers += banners.answers
            told = {(one.address, one.slot.port) for one in banners.answers}
            self._waiting = [
                one for one in self._waiting if (one.address, one.slot.port) not in told
            ]

    def _open(self, address: int, number: int) -> Answer:
        slot, at_s = self._means.slots[number], self._means.unix_s()
        return Answer(address=address, slot=slot, message=0, at_s=at_s, state=WAITING)

    def _dealer(self, addresses: I64, slots: I64) -> Dealer:
        return Dealer(self._means.boundary, self._means.pace, addresses, slots)

    def _settle(self, rows: I64, dealer: Dealer) -> None:
        self._gone.sent[rows] = dealer.sent
        self._gone.verdicts[rows] = dealer.verdicts
