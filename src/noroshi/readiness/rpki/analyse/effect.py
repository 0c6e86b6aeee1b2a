"""Effect: octets and flows of a what-if, added up by fate, customer and route."""

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.analyse.whatif import U8, Fate
from noroshi.readiness.rpki.prefixes import I64

F64 = npt.NDArray[np.float64]
FATES = len(Fate)


class Effect:
    """Sums that grow batch by batch.

    Args:
        routes: Rows of the table of routes.
        customers: Number of customers; one more row holds what is nobody's.

    Attributes:
        octets: By customer and fate.
        flows: By customer and fate.
        moved: Octets by route before and fate, of routes that carried any.
    """

    def __init__(self, routes: int, customers: int) -> None:
        self._routes = routes
        self.octets = np.zeros((customers + 1, FATES))
        self.flows = np.zeros((customers + 1, FATES), np.int64)
        self.moved = np.zeros((routes, FATES))

    def add(self, fate: U8, row: I64, customer: I64, octets: F64) -> None:
        """Count flows.

        Args:
            fate: Of each flow.
            row: Route before; -1 for none.
            customer: Row of the customer; -1 for nobody.
            octets: Of each flow.
        """
        cell = (customer % len(self.octets)) * FATES + fate
        size = self.octets.size
        self.octets += np.bincount(cell, octets, size).reshape(self.octets.shape)
        self.flows += np.bincount(cell, minlength=size).reshape(self.flows.shape)
        moved = np.flatnonzero(fate > Fate.KEPT)
        if len(moved):
            np.add.at(self.moved, (row[moved], fate[moved]), octets[moved])

    def largest(self, count: int) -> list[int]:
        """Routes whose packets would move or be lost, most octets first."""
        total = self.moved.sum(axis=1)
        rows = np.flatnonzero(total)
        found: list[int] = rows[np.argsort(-total[rows], kind="stable")][:count].tolist()
        return found
