"""What-if: where packets go once invalid routes are preferred less or dropped.

A route's state alone does not tell what its packets meet: a less specific route often still takes
them, to the same AS or to another. So each destination is looked up in the table before and after.
"""

from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.analyse.forwarding import NO_ROUTE, Forwarding
from noroshi.readiness.rpki.analyse.sweep import State
from noroshi.readiness.rpki.prefixes import I64
from noroshi.readiness.rpki.routes import Routes
from noroshi.spine.flows.address import Addresses

U8 = npt.NDArray[np.uint8]


class Stage(StrEnum):
    """What the routers do with invalid routes."""

    PREFER = "prefer"
    """Take them only where no other route has the same prefix (low local preference)."""
    DROP = "drop"
    """Take none of them."""


class Fate(IntEnum):
    """What becomes of a destination."""

    NO_ROUTE = 0
    """It had no route before."""
    KEPT = 1
    SAME_AS = 2
    """Another route takes it to the same AS: a less specific one."""
    OTHER_AS = 3
    LOST = 4


class WhatIf:
    """Answers for destinations.

    Args:
        routes: The table; of several routes of a prefix the first is the one in use.
        states: `State` of each.
        stage: What is done with invalid ones.
    """

    def __init__(self, routes: Routes, states: U8, stage: Stage) -> None:
        self._origin = routes.origin
        self._invalid = states == State.INVALID
        good, bad = np.flatnonzero(~self._invalid), np.flatnonzero(self._invalid)
        left = good if stage is Stage.DROP else np.concatenate([good, bad])
        self._before = Forwarding.of(routes.prefixes, np.arange(len(routes)))
        self._after = Forwarding.of(routes.prefixes, left)

    def fates(self, destinations: Addresses) -> tuple[U8, I64]:
        """The fate of each destination, and its route before, or `NO_ROUTE`."""
        before = self._before.rows_of(destinations)
        fate = np.where(before == NO_ROUTE, Fate.NO_ROUTE, Fate.KEPT).astype(np.uint8)
        # A route that is not invalid stays what it was: nothing more specific has appeared.
        moved = np.flatnonzero((before != NO_ROUTE) & self._invalid[before])
        if len(moved):
            was = before[moved]
            now = self._after.rows_of(destinations.take(moved))
            origin = self._origin
            same = (origin[now] == origin[was]) & (origin[was] > 0)
            fate[moved] = np.select(
                [now == NO_ROUTE, now == was, same],
                [Fate.LOST, Fate.KEPT, Fate.SAME_AS],
                Fate.OTHER_AS,
            )
        return fate, before
