"""Cover: VRPs of one address family as prefixes nested in one another, and who may announce in each."""

from dataclasses import dataclass

import numpy as np

from noroshi.readiness.rpki.analyse.nest import Nest, has_key, key_of, news, order_of, parents
from noroshi.readiness.rpki.prefixes import I64, U64, Prefixes
from noroshi.readiness.rpki.vrps import Vrps

NOT_NAMED = -1
"""No reach: an origin is not among those that may announce."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Nest):
    """The forest.

    Attributes:
        permits: The VRPs, sorted by node and AS.
        first: Where each node's permits start, and at the end their number.
        pairs: Node and AS of each pair that may announce, packed as `node << 32 | AS` and sorted.
            AS 0 is not among them.
        reach: Longest maxLength of each pair.
    """

    permits: Vrps
    first: I64
    pairs: U64
    reach: I64

    @classmethod
    def of(cls, vrps: Vrps) -> "Cover":
        """The forest of VRPs of one family."""
        by_prefix = order_of(vrps.prefixes)
        sorted_prefixes = vrps.prefixes.take(by_prefix)
        is_new = news(sorted_prefixes)
        node_of = np.cumsum(is_new) - 1
        asn = vrps.asn[by_prefix]
        packed = node_of.astype(np.uint64) << np.uint64(32) | asn.astype(np.uint64)
        by_pair = np.argsort(packed, kind="stable")  # nearly sorted already, which this kind likes
        permits = vrps.take(by_prefix[by_pair])
        nodes = sorted_prefixes.take(is_new)
        first = np.append(np.flatnonzero(is_new), len(is_new))
        pairs, reach = _pairs(packed[by_pair], permits)
        return cls(
            nodes=nodes,
            parent=parents(nodes),
            permits=permits,
            first=first,
            pairs=pairs,
            reach=reach,
        )

    def reach_of(self, node: I64, origin: U64) -> I64:
        """Longest prefix that a node lets each origin announce, or `NOT_NAMED`."""
        if not len(self.pairs):
            return np.full(len(node), NOT_NAMED)
        packed = node.astype(np.uint64) << np.uint64(32) | origin
        at = np.minimum(np.searchsorted(self.pairs, packed), len(self.pairs) - 1)
        return np.where(self.pairs[at] == packed, self.reach[at], NOT_NAMED)


def sorting_of(prefixes: Prefixes) -> I64 | None:
    """The order by address and length; null where rows stand in it already."""
    if not has_key(prefixes):
        return order_of(prefixes)
    key = key_of(prefixes)
    return None if (key[1:] >= key[:-1]).all() else np.argsort(key)


def _pairs(packed: U64, permits: Vrps) -> tuple[U64, I64]:
    """Each pair of node and AS once, with its longest maxLength."""
    named = np.flatnonzero(permits.asn != 0)
    if not len(named):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    packed = packed[named]
    start = np.flatnonzero(np.concatenate([[True], packed[1:] != packed[:-1]]))
    return packed[start], np.maximum.reduceat(permits.max_length[named], start)
