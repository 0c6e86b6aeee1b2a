"""Look: how the VRPs and the routes in the own address space stood at one time."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from noroshi.readiness.rpki.analyse.nest import nest_of
from noroshi.readiness.rpki.analyse.sweep import State, validate
from noroshi.readiness.rpki.prefixes import I64, Prefixes
from noroshi.readiness.rpki.routes import Routes
from noroshi.readiness.rpki.vrps import NO_EXPIRY, Vrps

MOST_ROUTES = 200_000
"""Routes of the own space that are remembered; the largest operators announce some ten thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen.

    Attributes:
        at: When.
        vrps: VRPs in all.
        anchors: VRPs by trust anchor; empty where the source does not tell.
        routes: State of each route in the own space, by `PREFIX ORIGIN`.
        ends: Own prefixes whose ROA ends soon, and when in Unix seconds.
    """

    at: datetime
    vrps: int
    anchors: dict[str, int] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)


def look(
    routes: Routes, vrps: Vrps, own: list[int], anchors: dict[str, int], *, at: datetime, soon_s: float
) -> Look:  # fmt: skip
    """How it stands now.

    Args:
        routes: The table.
        vrps: Those in force.
        own: The own ASes; what they announce, or have ROAs for, is the own space.
        anchors: VRPs by trust anchor.
        at: Now.
        soon_s: Seconds within which an end is near.
    """
    mine = np.isin(routes.origin, own)
    permits = np.isin(vrps.asn, own)
    rows = _inside(routes.prefixes, routes.prefixes.take(mine), vrps.prefixes.take(permits))
    chosen = routes.take(rows[:MOST_ROUTES])
    states = validate(chosen, vrps).state.tolist()
    known = {
        f"{chosen.prefixes.text(row)} {int(chosen.origin[row])}": State(state)
        .name.lower()
        .replace("_", "-")
        for row, state in enumerate(states)
    }
    near = permits & (vrps.expires != NO_EXPIRY) & (vrps.expires <= at.timestamp() + soon_s)
    ends = _last_ends(vrps, permits, np.flatnonzero(near))
    return Look(
        at=at,
        vrps=len(vrps),
        anchors=anchors,
        routes=known,
        ends={text: end for text, end in ends.items() if end <= at.timestamp() + soon_s},
    )


def _inside(prefixes: Prefixes, *own: Prefixes) -> I64:
    """Rows that lie in the own space."""
    found: list[I64] = []
    for is_v6 in (False, True):
        rows = np.flatnonzero(prefixes.is_v6 == is_v6)
        parts = [part.take(part.is_v6 == is_v6) for part in own]
        space = Prefixes(
            hi=np.concatenate([part.hi for part in parts]),
            lo=np.concatenate([part.lo for part in parts]),
            length=np.concatenate([part.length for part in parts]),
            is_v6=np.concatenate([part.is_v6 for part in parts]),
        )
        if len(space) and len(rows):
            nest, _ = nest_of(space)
            found.append(rows[nest.locate(prefixes.take(rows)) >= 0])
    return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _last_ends(vrps: Vrps, permits: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", rows: I64) -> dict[str, int]:  # fmt: skip
    """For the prefix of each row the latest end of any own VRP of the same prefix."""
    wanted = {vrps.prefixes.text(row) for row in rows.tolist()}
    found: dict[str, int] = {}
    if not wanted:
        return found
    for row in np.flatnonzero(permits).tolist():
        text = vrps.prefixes.text(row)
        if text in wanted:
            end = int(vrps.expires[row]) or 2**40
            found[text] = max(found.get(text, 0), end)
    return found
