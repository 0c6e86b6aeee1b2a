"""Cover: VRPs of one address family as prefixes nested in one another.

Sorted by address and length, prefixes form a forest: the last one at or before a route either covers
it, or one of its ancestors does, or nothing does. So one search and a short climb find every cover.
"""

from dataclasses import dataclass

import numpy as np

from noroshi.readiness.rpki.prefixes import I64, MASK_HI, MASK_LO, U64, Mask, Prefixes
from noroshi.readiness.rpki.vrps import Vrps

NOTHING = -1
"""No node: nothing covers, or a node has no parent."""

NOT_NAMED = -1
"""No reach: an origin is not among those that may announce."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The forest.

    Attributes:
        nodes: Each prefix once, sorted by address and length.
        parent: Node that covers each node most closely, or `NOTHING`.
        permits: The VRPs, sorted by node and AS.
        first: Where each node's permits start, and at the end their number.
        pairs: Node and AS of each pair that may announce, packed as `node << 32 | AS` and sorted.
            AS 0 is not among them.
        reach: Longest maxLength of each pair.
    """

    nodes: Prefixes
    parent: I64
    permits: Vrps
    first: I64
    pairs: U64
    reach: I64

    @classmethod
    def of(cls, vrps: Vrps) -> "Cover":
        """The forest of VRPs of one family."""
        by_prefix = _order(vrps.prefixes)
        sorted_prefixes = vrps.prefixes.take(by_prefix)
        is_new = _is_new(sorted_prefixes)
        node_of = np.cumsum(is_new) - 1
        asn = vrps.asn[by_prefix]
        packed = node_of.astype(np.uint64) << np.uint64(32) | asn.astype(np.uint64)
        by_pair = np.argsort(packed, kind="stable")
        permits = vrps.take(by_prefix[by_pair])
        nodes = sorted_prefixes.take(is_new)
        first = np.searchsorted(node_of, np.arange(len(nodes) + 1))
        pairs, reach = _pairs(packed[by_pair], permits)
        return cls(
            nodes=nodes,
            parent=_parents(nodes),
            permits=permits,
            first=first,
            pairs=pairs,
            reach=reach,
        )

    def locate(self, prefixes: Prefixes) -> I64:
        """The node that covers each prefix most closely, or `NOTHING`.

        Args:
            prefixes: Of the forest's family, sorted by address and length for speed.
        """
        node = _last_at_or_before(self.nodes, prefixes)
        todo = np.flatnonzero(node >= 0)
        while len(todo):
            todo = todo[~self._covers(node[todo], prefixes.take(todo))]
            node[todo] = self.parent[node[todo]]
            todo = todo[node[todo] >= 0]
        return node

    def _covers(self, node: I64, prefixes: Prefixes) -> Mask:
        length = self.nodes.length[node]
        inside: Mask = (length <= prefixes.length) & (
            prefixes.hi & MASK_HI[length] == self.nodes.hi[node]
        )
        if self.nodes.is_v6.any():
            inside &= prefixes.lo & MASK_LO[length] == self.nodes.lo[node]
        return inside

    def reach_of(self, node: I64, origin: U64) -> I64:
        """Longest prefix that a node lets each origin announce, or `NOT_NAMED`."""
        if not len(self.pairs):
            return np.full(len(node), NOT_NAMED)
        packed = node.astype(np.uint64) << np.uint64(32) | origin
        at = np.minimum(np.searchsorted(self.pairs, packed), len(self.pairs) - 1)
        return np.where(self.pairs[at] == packed, self.reach[at], NOT_NAMED)


def sorting_of(prefixes: Prefixes) -> I64 | None:
    """The order by address and length; null where rows stand in it already."""
    if prefixes.lo.any() or prefixes.is_v6.any():
        return _order(prefixes)
    key = _v4_key(prefixes)
    return None if (key[1:] >= key[:-1]).all() else np.argsort(key)


def _order(prefixes: Prefixes) -> I64:
    if prefixes.is_v6.any():
        return np.lexsort((prefixes.length, prefixes.lo, prefixes.hi))
    return np.argsort(_v4_key(prefixes))


def _v4_key(prefixes: Prefixes) -> U64:
    """Address and length in one number: IPv4 leaves the low bits of its half free."""
    key: U64 = prefixes.hi | prefixes.length.astype(np.uint64)
    return key


def _is_new(prefixes: Prefixes) -> Mask:
    """Where a row of a sorted column differs from the one before."""
    new = np.ones(len(prefixes), np.bool_)
    new[1:] = (
        (prefixes.hi[1:] != prefixes.hi[:-1])
        | (prefixes.lo[1:] != prefixes.lo[:-1])
        | (prefixes.length[1:] != prefixes.length[:-1])
    )
    return new


def _pairs(packed: U64, permits: Vrps) -> tuple[U64, I64]:
    """Each pair of node and AS once, with its longest maxLength."""
    named = np.flatnonzero(permits.asn != 0)
    if not len(named):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    packed = packed[named]
    start = np.flatnonzero(np.concatenate([[True], packed[1:] != packed[:-1]]))
    return packed[start], np.maximum.reduceat(permits.max_length[named], start)


def _parents(nodes: Prefixes) -> I64:
    """The closest cover of each node, length by length from the widest."""
    parent = np.full(len(nodes), NOTHING)
    place = np.arange(len(nodes))
    for length in np.unique(nodes.length).tolist():
        last = np.maximum.accumulate(np.where(nodes.length == length, place, NOTHING))
        inside = (last >= 0) & (nodes.length > length)
        inside &= nodes.hi & MASK_HI[length] == nodes.hi[last]
        inside &= nodes.lo & MASK_LO[length] == nodes.lo[last]
        parent[inside] = last[inside]
    return parent


def _last_at_or_before(nodes: Prefixes, prefixes: Prefixes) -> I64:
    """Place of the last node that sorts at or before each prefix; -1 before the first."""
    if not nodes.is_v6.any() and not prefixes.is_v6.any():
        return np.searchsorted(_v4_key(nodes), _v4_key(prefixes), side="right") - 1
    size = len(nodes)
    # A node comes before a route of the same prefix: both are sorted together, nodes first.
    length = np.concatenate([nodes.length * 2, prefixes.length * 2 + 1])
    order = np.lexsort(
        (
            length,
            np.concatenate([nodes.lo, prefixes.lo]),
            np.concatenate([nodes.hi, prefixes.hi]),
        )
    )
    is_node = order < size
    last = np.cumsum(is_node) - 1
    found = np.empty(len(prefixes), np.int64)
    found[order[~is_node] - size] = last[~is_node]
    return found
