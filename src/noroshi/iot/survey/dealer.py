"""Dealer: takes proposals to the boundary, in order and at the survey's pace, until each is settled."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from noroshi.iot.scope import Scope
from noroshi.iot.survey.boundary import Admitted, Boundary, Verdict
from noroshi.iot.survey.rate import SLICES
from noroshi.iot.survey.targets import Targets

I64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_AT_ONCE = 2048
BURST_S = 0.04
"""Longest time whose probes leave in one burst."""
FULL_WAIT_S, CLOSED_WAIT_S = 0.002, 1.0
"""How long to rest when every proposal met a full cap, or a closed hour."""
UNSEEN = 255


def pace_pps(scope: Scope, targets: Targets, share: int) -> float:
    """Probes a second at which no cap is in the way, for one of `share` processes."""
    caps, blocks = scope.caps, targets.blocks
    most = min(caps.global_pps, caps.per_24_pps * blocks, caps.per_as_pps, caps.per_isp_pps)
    if scope.networks:
        most = min(caps.global_pps, caps.per_24_pps * blocks)
    return most / share * SLICES / (SLICES + 1)


class Pace:
    """How many probes are due. What was missed is not caught up in a burst."""

    def __init__(self, rate_pps: float, monotonic: Callable[[], float]) -> None:
        self.rate_pps, self._monotonic = rate_pps, monotonic
        self.most = int(min(MOST_AT_ONCE, max(1.0, rate_pps * BURST_S)))
        self._due_s = monotonic()

    def wait_s(self) -> float:
        """Seconds until the next burst."""
        return max(0.0, self._due_s - self._monotonic())

    def rest(self, seconds: float) -> None:
        """Be due no earlier than in so many seconds."""
        self._due_s = max(self._due_s, self._monotonic() + seconds)

    def spend(self, probes: int) -> None:
        """Say that so many left."""
        now = self._monotonic()
        self._due_s = max(self._due_s, now - BURST_S) + probes / self.rate_pps


class Dealer:
    """Deals out one chunk.

    Attributes:
        sent: Whether each proposal was sent.
        verdicts: The last verdict on each.
    """

    def __init__(self, boundary: Boundary, pace: Pace, addresses: I64, slots: I64) -> None:
        self._boundary, self._pace = boundary, pace
        self._addresses, self._slots = addresses, slots
        self.sent: Flags = np.zeros(len(addresses), bool)
        self.verdicts = np.full(len(addresses), UNSEEN, np.uint8)
        self._queue = np.arange(len(addresses))
        self._at = 0
        self._again: list[I64] = []

    def is_done(self) -> bool:
        """Whether every proposal was sent or refused for good."""
        if self._at >= len(self._queue) and self._again:
            self._queue, self._again, self._at = np.concatenate(self._again), [], 0
        return self._at >= len(self._queue)

    def wait_s(self) -> float:
        """How long to wait before `deal`."""
        return self._pace.wait_s()

    def deal(self, most: int = MOST_AT_ONCE) -> tuple[Admitted, I64]:
        """The probes that go now, and which proposals they are; the caller sends them at once."""
        head = self._queue[self._at : self._at + min(most, self._pace.most)]
        self._at += len(head)
        admitted, verdicts = self._boundary.admit(self._addresses[head], self._slots[head])
        self.verdicts[head] = verdicts
        wait = head[(verdicts == Verdict.WAITS) | (verdicts == Verdict.CLOSED)]
        if len(wait):
            self._again.append(wait)
        going = head[verdicts == Verdict.GO]
        self._pace.spend(len(going))
        if len(wait) == len(head):
            closed = bool((verdicts == Verdict.CLOSED).any())
            self._pace.rest(CLOSED_WAIT_S if closed else FULL_WAIT_S)
        return admitted, going

    def note_sent(self, admitted: Admitted, going: I64) -> None:
        """Say that they have left."""
        self._boundary.sent(admitted)
        self.sent[going] = True
