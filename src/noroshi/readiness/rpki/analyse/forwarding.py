"""Forwarding: which route a packet takes: the longest prefix that holds its destination."""

from dataclasses import dataclass

import numpy as np

from noroshi.readiness.rpki.analyse.nest import NOTHING, Nest, nest_of
from noroshi.readiness.rpki.prefixes import I64, Prefixes
from noroshi.spine.flows.address import Addresses

NO_ROUTE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarding:
    """A forwarding table.

    Attributes:
        nests: Prefixes of IPv4 and of IPv6.
        best: Row of the table of routes that each node takes.
    """

    nests: dict[bool, Nest]
    best: dict[bool, I64]

    @classmethod
    def of(cls, prefixes: Prefixes, order: I64) -> "Forwarding":
        """The table that some routes give.

        Args:
            prefixes: Of all routes.
            order: Rows that are in the table, the preferred one of each prefix first.
        """
        nests, best = dict[bool, Nest](), dict[bool, I64]()
        for is_v6 in (False, True):
            rows = order[prefixes.is_v6[order] == is_v6]
            nests[is_v6], node_of = nest_of(prefixes.take(rows))
            best[is_v6] = rows[np.unique(node_of, return_index=True)[1]]
        return cls(nests=nests, best=best)

    def rows_of(self, destinations: Addresses) -> I64:
        """The route of each destination, or `NO_ROUTE`."""
        is_v4 = destinations.is_v4
        if is_v4.all():
            return self._rows(destinations, is_v6=False)
        found = np.full(len(destinations), NO_ROUTE)
        for is_v6, which in ((False, is_v4), (True, ~is_v4)):
            rows = np.flatnonzero(which)
            found[rows] = self._rows(destinations.take(rows), is_v6=is_v6)
        return found

    def _rows(self, destinations: Addresses, *, is_v6: bool) -> I64:
        node = self.nests[is_v6].locate(hosts(destinations, is_v6=is_v6))
        best = np.append(self.best[is_v6], NO_ROUTE)  # what NOTHING points at
        assert NOTHING == -1
        return best[node]


def hosts(addresses: Addresses, *, is_v6: bool) -> Prefixes:
    """Addresses of one family as prefixes of their full length."""
    size = len(addresses)
    hi, lo = addresses.hi.view(np.uint64), addresses.lo.view(np.uint64)
    return Prefixes(
        hi=hi if is_v6 else lo << np.uint64(32),
        lo=lo if is_v6 else np.zeros(size, np.uint64),
        length=np.full(size, 128 if is_v6 else 32),
        is_v6=np.full(size, is_v6),
    )
