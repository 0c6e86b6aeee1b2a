"""Planning: ROAs for the own routes, and none that would turn anyone's route invalid."""

from dataclasses import dataclass

import numpy as np

from noroshi.readiness.rpki.analyse.cover import Cover
from noroshi.readiness.rpki.analyse.sweep import State, validate
from noroshi.readiness.rpki.prefixes import I64, Mask
from noroshi.readiness.rpki.routes import Routes
from noroshi.readiness.rpki.vrps import NO_EXPIRY, Vrps, joined_vrps


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to publish, in this order, and what not yet.

    Attributes:
        roas: Rows of the table whose exact prefix and origin is to be a ROA, most specific first:
            a ROA for a prefix may be published once all inside it are.
        withheld: Rows that wait, each with the rows that their ROA would turn invalid.
        after: State of every row once the plan is published.
    """

    roas: tuple[int, ...]
    withheld: dict[int, tuple[int, ...]]
    after: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"


def plan_roas(routes: Routes, vrps: Vrps, *, wanted: Mask, unwanted: Mask) -> Plan:
    """Minimal ROAs (RFC 9319: the exact prefix, no maxLength) that harm nobody.

    Args:
        routes: All that is announced, by anyone, and all that may have to be.
        vrps: Those in force.
        wanted: Rows that must be valid.
        unwanted: Rows that may become invalid, as hijacks should.
    """
    before = validate(routes, vrps).state
    rows = np.flatnonzero(wanted & (before != State.VALID) & (routes.origin > 0))
    rows = rows[np.unique(_keys(routes, rows), axis=0, return_index=True)[1]]
    withheld: dict[int, tuple[int, ...]] = {}
    while True:
        after = validate(routes, joined_vrps([vrps, _exact(routes, rows)])).state
        harmed = np.flatnonzero((after == State.INVALID) & (before != State.INVALID) & ~unwanted)
        if not len(harmed):
            break
        harm = _harm(routes, rows, harmed)
        withheld |= harm
        rows = rows[~np.isin(rows, list(harm))]
    order = np.lexsort((rows, -routes.prefixes.length[rows]))
    return Plan(roas=tuple(rows[order].tolist()), withheld=withheld, after=after)


def _exact(routes: Routes, rows: I64) -> Vrps:
    prefixes = routes.prefixes.take(rows)
    return Vrps(
        prefixes=prefixes,
        max_length=prefixes.length,
        asn=routes.origin[rows],
        expires=np.full(len(rows), NO_EXPIRY),
    )


def _keys(routes: Routes, rows: I64) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint64]]":
    """What two equal routes share."""
    prefixes = routes.prefixes.take(rows)
    rest = (prefixes.length, prefixes.is_v6, routes.origin[rows])
    columns = (prefixes.hi, prefixes.lo, *(column.astype(np.uint64) for column in rest))
    return np.stack(columns, axis=1)


def _harm(routes: Routes, rows: I64, harmed: I64) -> dict[int, tuple[int, ...]]:
    """The rows whose ROA covers a harmed route, and those routes."""
    found: dict[int, list[int]] = {}
    for is_v6 in (False, True):
        mine = rows[routes.prefixes.is_v6[rows] == is_v6]
        theirs = harmed[routes.prefixes.is_v6[harmed] == is_v6]
        if not len(mine) or not len(theirs):
            continue
        cover = Cover.of(_exact(routes, mine))
        node_of = cover.locate(routes.prefixes.take(mine))
        by_node: dict[int, list[int]] = {}
        for row, node in zip(mine.tolist(), node_of.tolist(), strict=True):
            by_node.setdefault(node, []).append(row)
        closest = cover.locate(routes.prefixes.take(theirs)).tolist()
        for victim, start in zip(theirs.tolist(), closest, strict=True):
            at = start
            while at >= 0:
                for row in by_node[at]:
                    found.setdefault(row, []).append(victim)
                at = int(cover.parent[at])
    return {row: tuple(victims) for row, victims in found.items()}
