"""Chosen targets: some addresses of a scope, for a re-survey or a visitor who asks for himself.

Choosing only ever proposes less. Every probe still passes the boundary: an address that the scope
does not hold, or that opted out meanwhile, is refused there like any other.
"""

from collections.abc import Iterable
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address

import numpy as np
import numpy.typing as npt

from noroshi.iot.scope import Scope
from noroshi.iot.survey.listing import Listing
from noroshi.iot.survey.targets import I64, Targets
from noroshi.spine.model import InputError

MOST = 4_000_000

Address = IPv4Address | IPv6Address


class ChosenTargets(Targets):
    """Targets by index: `place of the address * slots + slot`.

    Raises:
        InputError: Nothing is chosen, or too much.
    """

    def __init__(self, scope: Scope, addresses: Iterable[Address]) -> None:
        super().__init__(scope)
        numbers: list[int] = []
        listed: list[IPv6Address] = []
        for one in addresses:
            if isinstance(one, IPv6Address):
                listed.append(one)
            else:
                numbers.append(int(one))
        self.listing = Listing(listed)
        self._chosen = np.unique(np.array([*numbers, *self.listing.numbers()], np.int64))
        if numbers and listed:
            raise InputError("a round asks from one address, so of one family; make two rounds")
        if not 0 < len(self._chosen) <= MOST:
            raise InputError(f"1 to {MOST:,} addresses can be chosen, not {len(self._chosen):,}")

    @property
    def addresses(self) -> int:
        """Number of addresses."""
        return len(self._chosen)

    def at(self, indices: npt.NDArray[np.uint64]) -> tuple[I64, I64]:
        """Address and slot of each index."""
        number, slot = np.divmod(indices.astype(np.int64), len(self.slots))
        return self._chosen[number], slot

    def indices_of(self, address: int) -> I64:
        """Indices of an address, one a slot; none where it was not chosen."""
        at = int(np.searchsorted(self._chosen, address))
        if at == len(self._chosen) or self._chosen[at] != address:
            return np.zeros(0, np.int64)
        return at * len(self.slots) + np.arange(len(self.slots))

    def as_file(self) -> bytes:
        """The addresses, one a line, ascending."""
        return b"".join(f"{self.listing.text_of(one)}\n".encode() for one in self._chosen.tolist())

    def digest(self) -> str:
        """A name of this very choice."""
        return sha256(self.as_file()).hexdigest()


def parse_chosen(octets: bytes) -> list[Address]:
    """The addresses in a file with one a line.

    Raises:
        InputError: A line holds none.
    """
    made = []
    for number, line in enumerate(octets.decode("ascii", "replace").split("\n"), start=1):
        if line.strip():
            try:
                made.append(ip_address(line.strip()))
            except ValueError as error:
                raise InputError(f"line {number} is no address: {line[:40]!r}") from error
    return made
