"""Nest: prefixes of one address family, nested in one another.

Sorted by address and length, prefixes form a forest: the last one at or before a route either covers
it, or one of its ancestors does, or nothing does. So one search and a short climb find every cover.
"""

from dataclasses import dataclass

import numpy as np

from noroshi.readiness.rpki.analyse.speed import PAYS_LOOKUP, kernels_for
from noroshi.readiness.rpki.prefixes import I64, MASK_HI, MASK_LO, U64, Mask, Prefixes

NOTHING = -1
"""No node: nothing covers, or a node has no parent."""

TOP_BITS = 16
"""Leading bits by which the compiled search finds its first bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nest:
    """The forest.

    Attributes:
        nodes: Each prefix once, sorted by address and length.
        parent: Node that covers each node most closely, or `NOTHING`.
    """

    nodes: Prefixes
    parent: I64

    def locate(self, prefixes: Prefixes, *, pays_from: int = PAYS_LOOKUP) -> I64:
        """The node that covers each prefix most closely, or `NOTHING`.

        Args:
            prefixes: Of the forest's family; any order is right, sorted is faster.
            pays_from: Rows from which loading compiled code pays.
        """
        if not len(self.nodes):
            return np.full(len(prefixes), NOTHING)
        kernels = kernels_for(len(prefixes), pays_from)
        if kernels is None:
            return self._climbed(_last_at_or_before(self.nodes, prefixes), prefixes)
        nodes = self.nodes
        tops = np.arange((1 << TOP_BITS) + 1, dtype=np.uint64)
        first = np.searchsorted(nodes.hi >> np.uint64(64 - TOP_BITS), tops)
        found: I64 = kernels.locate(
            prefixes.hi, prefixes.lo, prefixes.length,
            nodes.hi, nodes.lo, nodes.length, self.parent, first, MASK_HI, MASK_LO,
        )  # fmt: skip
        return found

    def _climbed(self, node: I64, prefixes: Prefixes) -> I64:
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


def nest_of(prefixes: Prefixes) -> tuple[Nest, I64]:
    """The forest of some prefixes of one family, and the node of each of them."""
    order = order_of(prefixes)
    ordered = prefixes.take(order)
    is_new = news(ordered)
    nodes = ordered.take(is_new)
    node_of = np.empty(len(prefixes), np.int64)
    node_of[order] = np.cumsum(is_new) - 1
    return Nest(nodes=nodes, parent=parents(nodes)), node_of


def order_of(prefixes: Prefixes) -> I64:
    """The order by address and length."""
    if not has_key(prefixes):
        return np.lexsort((prefixes.length, prefixes.lo, prefixes.hi))
    return np.argsort(key_of(prefixes))


def has_key(prefixes: Prefixes) -> bool:
    """Whether one number can hold address and length: all IPv4, and IPv6 up to /56."""
    return not prefixes.lo.any() and not bool((prefixes.hi & np.uint64(0xFF)).any())


def key_of(prefixes: Prefixes) -> U64:
    """Address and length in one number, where `has_key`."""
    key: U64 = prefixes.hi | prefixes.length.astype(np.uint64)
    return key


def news(prefixes: Prefixes) -> Mask:
    """Where a row of a sorted column differs from the one before."""
    new = np.ones(len(prefixes), np.bool_)
    new[1:] = (
        (prefixes.hi[1:] != prefixes.hi[:-1])
        | (prefixes.lo[1:] != prefixes.lo[:-1])
        | (prefixes.length[1:] != prefixes.length[:-1])
    )
    return new


def parents(nodes: Prefixes) -> I64:
    """The closest cover of each node.

    Each node begins with the one before it. What does not cover it lies beside it, so whatever that one
    was compared with in vain does not cover it either: the node goes on from where the other one is, and
    the steps double.
    """
    size = len(nodes)
    parent = np.arange(-1, size - 1)
    end_hi, end_lo = nodes.hi | ~MASK_HI[nodes.length], nodes.lo | ~MASK_LO[nodes.length]
    far = np.maximum.accumulate(end_hi)
    alone = np.ones(size, np.bool_)
    alone[1:] = far[:-1] < nodes.hi[1:]  # behind all that began before it
    parent[alone] = NOTHING
    todo = np.flatnonzero(~alone)
    is_long = bool(nodes.lo.any()) or bool((nodes.length > 64).any())
    while len(todo):
        over = parent[todo]
        beside = end_hi[over] < nodes.hi[todo]
        if is_long:
            beside |= (end_hi[over] == nodes.hi[todo]) & (end_lo[over] < nodes.lo[todo])
        todo = todo[beside]
        parent[todo] = parent[over[beside]]
        todo = todo[parent[todo] >= 0]
    return parent


def _last_at_or_before(nodes: Prefixes, prefixes: Prefixes) -> I64:
    """Place of the last node that sorts at or before each prefix; -1 before the first."""
    if has_key(nodes) and has_key(prefixes):
        return np.searchsorted(key_of(nodes), key_of(prefixes), side="right") - 1
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
