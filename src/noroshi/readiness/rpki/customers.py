"""Customers: whose flows are whose, by the prefix of their source."""

from dataclasses import dataclass

import numpy as np

from noroshi.readiness.rpki.analyse.forwarding import Forwarding
from noroshi.readiness.rpki.prefixes import I64, Prefixes
from noroshi.spine.flows.address import Addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """Prefixes and who uses them.

    Attributes:
        names: Each customer once, in the order of the file.
        prefixes: Of all customers.
        owner: Row in `names` of each prefix.
        refused: Rows of the file that name no prefix.
    """

    names: tuple[str, ...]
    prefixes: Prefixes
    owner: I64
    refused: int = 0

    def forwarding(self) -> Forwarding:
        """The longest prefix decides, as for routes."""
        return Forwarding.of(self.prefixes, np.arange(len(self.owner)))

    def of(self, sources: Addresses, table: Forwarding) -> I64:
        """The customer of each source; -1 for none."""
        return np.append(self.owner, -1)[table.rows_of(sources)]
