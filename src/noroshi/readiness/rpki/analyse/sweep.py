"""Sweep: the origin validation of RFC 6811 over whole tables."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.analyse.cover import NOT_NAMED, Cover, sorting_of
from noroshi.readiness.rpki.analyse.nest import NOTHING
from noroshi.readiness.rpki.analyse.speed import PAYS_SWEEP, kernels_for
from noroshi.readiness.rpki.prefixes import I64, Prefixes
from noroshi.readiness.rpki.routes import Routes
from noroshi.readiness.rpki.vrps import Vrps


class State(IntEnum):
    """Validation state (RFC 6811 section 2)."""

    NOT_FOUND = 0
    VALID = 1
    INVALID = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What a sweep says of each route, in the order of the routes.

    Attributes:
        state: Validation state of each.
        node: Node of its family's forest that covers it most closely, or -1.
        reach: Longest prefix that covering VRPs let its origin announce, or -1 where none
            names it.
        covers: Forest of IPv4 and of IPv6.
    """

    state: npt.NDArray[np.uint8]
    node: I64
    reach: I64
    covers: dict[bool, Cover]

    def take(self, rows: I64) -> "Verdicts":
        """Those of some routes."""
        return replace(self, state=self.state[rows], node=self.node[rows], reach=self.reach[rows])

    def counts(self) -> dict[State, int]:
        """Routes in each state."""
        return {state: int((self.state == state).sum()) for state in State}


def validate(routes: Routes, vrps: Vrps) -> Verdicts:
    """The validation state of every route.

    Source:
        RFC 6811 section 2; AS 0 never matches (RFC 6483 section 4, RFC 7607).
    """
    size = len(routes)
    made = Verdicts(
        state=np.zeros(size, np.uint8),
        node=np.full(size, NOTHING),
        reach=np.full(size, NOT_NAMED),
        covers={v6: Cover.of(vrps.take(vrps.prefixes.is_v6 == v6)) for v6 in (False, True)},
    )
    for is_v6, cover in made.covers.items():
        rows = np.flatnonzero(routes.prefixes.is_v6 == is_v6)
        prefixes = routes.prefixes.take(rows)
        order = sorting_of(prefixes)
        if order is not None:
            rows, prefixes = rows[order], prefixes.take(order)
        made.state[rows], made.node[rows], made.reach[rows] = sweep(
            prefixes, routes.origin[rows], cover
        )
    return made


def sweep(prefixes: Prefixes, origin: I64, cover: Cover) -> tuple[npt.NDArray[np.uint8], I64, I64]:
    """State, closest cover and reach of routes of one family.

    Args:
        prefixes: Sorted by address and length for speed; any order is right.
        origin: AS of each; below 1 where there is none.
        cover: Forest of the same family.
    """
    size = len(prefixes)
    if not len(cover.nodes):
        return np.zeros(size, np.uint8), np.full(size, NOTHING), np.full(size, NOT_NAMED)
    node = cover.locate(prefixes, pays_from=PAYS_SWEEP)
    kernels = kernels_for(size, PAYS_SWEEP)
    if kernels is not None:
        state, reach = kernels.judge(
            node, origin, prefixes.length,
            cover.parent, cover.first, cover.permits.asn, cover.permits.max_length,
        )  # fmt: skip
        return state, node, reach
    state = np.where(node >= 0, State.INVALID, State.NOT_FOUND).astype(np.uint8)
    reach = np.full(size, NOT_NAMED)
    rows = np.flatnonzero((node >= 0) & (origin > 0))
    at, who = node[rows], origin[rows].astype(np.uint64)
    while len(rows):
        here = cover.reach_of(at, who)
        reach[rows] = np.maximum(reach[rows], here)
        valid = here >= prefixes.length[rows]
        state[rows[valid]] = State.VALID
        above = cover.parent[at]
        on = ~valid & (above >= 0)
        rows, at, who = rows[on], above[on], who[on]
    return state, node, reach
