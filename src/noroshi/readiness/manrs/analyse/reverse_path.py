"""Reverse path: whether a packet's source belongs where it came in, before a router is told to ask.

Source:
    RFC 2827 (BCP 38), RFC 3704 (BCP 84) sections 2.2 to 2.4.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from noroshi.readiness.rpki.analyse.forwarding import hosts
from noroshi.readiness.rpki.analyse.nest import NOTHING, Nest, nest_of
from noroshi.readiness.rpki.prefixes import I64, Mask, Prefixes
from noroshi.spine.flows.address import Addresses


class Mode(StrEnum):
    """How strictly a router asks."""

    STRICT = "strict"
    """The best route back must leave by the interface that the packet came in by."""
    FEASIBLE = "feasible"
    """Any route of the closest prefix may."""
    LOOSE = "loose"
    """A route back must exist; the default route is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversePath:
    """A router's routes, ready to be asked.

    Attributes:
        nests: Prefixes by family.
        best: Interface of the best route of each node.
        pairs: `node << 32 | interface` of all routes, sorted.
    """

    nests: dict[bool, Nest]
    best: dict[bool, I64]
    pairs: dict[bool, I64]

    @classmethod
    def of(cls, prefixes: Prefixes, interface: I64) -> "ReversePath":
        """The table of some routes; of several routes of a prefix the first is the best."""
        nests, best, pairs = dict[bool, Nest](), dict[bool, I64](), dict[bool, I64]()
        for is_v6 in (False, True):
            rows = np.flatnonzero((prefixes.is_v6 == is_v6) & (prefixes.length > 0))
            nests[is_v6], node = nest_of(prefixes.take(rows))
            best[is_v6] = interface[rows[np.unique(node, return_index=True)[1]]]
            pairs[is_v6] = np.unique(node << 32 | interface[rows])
        return cls(nests=nests, best=best, pairs=pairs)

    def passes(self, sources: Addresses, interface: I64) -> dict[Mode, Mask]:
        """Which packets each mode lets through."""
        found = {mode: np.zeros(len(sources), np.bool_) for mode in Mode}
        is_v4 = sources.is_v4
        for is_v6, which in ((False, is_v4), (True, ~is_v4)):
            rows = np.flatnonzero(which)
            if not len(rows):
                continue
            node = self.nests[is_v6].locate(hosts(sources.take(rows), is_v6=is_v6))
            known = node != NOTHING
            packed = node << 32 | interface[rows]
            found[Mode.LOOSE][rows] = known
            found[Mode.STRICT][rows] = known & (
                np.append(self.best[is_v6], -1)[node] == interface[rows]
            )
            found[Mode.FEASIBLE][rows] = known & np.isin(packed, self.pairs[is_v6])
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The customers' ports and what may come in there.

    Attributes:
        nests: Prefixes of all ports by family.
        pairs: `node << 32 | interface`, sorted: also of the wider prefixes around a node.
        interfaces: All ports, sorted.
    """

    nests: dict[bool, Nest]
    pairs: dict[bool, I64]
    interfaces: I64

    @classmethod
    def of(cls, prefixes: Prefixes, interface: I64) -> "Ports":
        """The ports of some rows."""
        nests, pairs = dict[bool, Nest](), dict[bool, I64]()
        for is_v6 in (False, True):
            rows = np.flatnonzero(prefixes.is_v6 == is_v6)
            nest, node = nest_of(prefixes.take(rows))
            nests[is_v6] = nest
            pairs[is_v6] = _inherited(nest, np.unique(node << 32 | interface[rows]))
        return cls(nests=nests, pairs=pairs, interfaces=np.unique(interface))

    def owns(self, sources: Addresses, interface: I64) -> Mask:
        """Which sources belong to the port that they came in by."""
        found = np.zeros(len(sources), np.bool_)
        is_v4 = sources.is_v4
        for is_v6, which in ((False, is_v4), (True, ~is_v4)):
            rows = np.flatnonzero(which)
            if len(rows):
                node = self.nests[is_v6].locate(hosts(sources.take(rows), is_v6=is_v6))
                packed = node << 32 | interface[rows]
                found[rows] = (node != NOTHING) & np.isin(packed, self.pairs[is_v6])
        return found


def _inherited(nest: Nest, pairs: I64) -> I64:
    """The pairs, and those that a node has from the prefixes around it: a /24 of a port's /16 is the port's."""
    held = pairs
    node = np.arange(len(nest.nodes))
    above = nest.parent.copy()
    while (above >= 0).any():
        rows = np.flatnonzero(above >= 0)
        # Interfaces of the ancestor, given to each of its descendants.
        first = np.searchsorted(pairs, above[rows] << 32)
        last = np.searchsorted(pairs, (above[rows] + 1) << 32)
        counts = last - first
        at = (
            np.repeat(first, counts)
            + np.arange(counts.sum())
            - np.repeat(np.cumsum(counts) - counts, counts)
        )
        held = np.union1d(held, np.repeat(node[rows], counts) << 32 | (pairs[at] & 0xFFFFFFFF))
        above[rows] = nest.parent[above[rows]]
    return held
