"""Listing: the IPv6 addresses of one round, numbered in ascending order behind all of IPv4.

Nobody can go through an IPv6 prefix, so a round asks addresses that somebody lists. Numbered in
order, any IPv6 network is one interval of numbers, and everything that judges numbers judges both
families alike.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]

FIRST = 1 << 32
"""Number of the first listed address: the one behind the last of IPv4."""
BLOCK = 48
"""Length of the prefix that stands where IPv4 has its /24: what one site gets (RFC 6177)."""


class Listing:
    """Listed addresses, each once.

    Attributes:
        blocks: How many /48 they lie in.
    """

    __slots__ = ("_addresses", "_block", "blocks")

    def __init__(self, addresses: Iterable[IPv6Address] = ()) -> None:
        self._addresses = sorted({int(one) for one in addresses})
        blocks = [one >> (128 - BLOCK) for one in self._addresses]
        new = np.array(
            [one != other for one, other in zip(blocks, [None, *blocks], strict=False)], bool
        )
        self._block: I64 = np.cumsum(new, dtype=np.int64) - 1
        self.blocks = int(new.sum())

    def __len__(self) -> int:
        return len(self._addresses)

    def __or__(self, other: "Listing") -> "Listing":
        """The addresses of both."""
        return Listing(map(IPv6Address, {*self._addresses, *other._addresses}))

    def renumbered(self, numbers: I64, whole: "Listing") -> I64:
        """Numbers that addresses of this listing, or of IPv4, have in one that holds all of these."""
        if not len(self):
            return numbers
        others = whole._addresses  # noqa: SLF001  # of the same class
        there = [bisect_left(others, one) for one in self._addresses]
        moved = np.array(there, np.int64)[np.maximum(numbers - FIRST, 0)] + FIRST
        return np.where(numbers < FIRST, numbers, moved)

    def numbers(self) -> range:
        """The numbers of all."""
        return range(FIRST, FIRST + len(self))

    def interval(self, network: IPv6Network) -> tuple[int, int]:
        """First number in a network, and the one behind the last; equal where it holds none."""
        return (
            FIRST + bisect_left(self._addresses, int(network.network_address)),
            FIRST + bisect_right(self._addresses, int(network.broadcast_address)),
        )

    def block_of(self, numbers: I64) -> I64:
        """Which /48 each number lies in, from 0 on."""
        return self._block[numbers - FIRST]

    def text_of(self, number: int) -> str:
        """The address behind a number of either family.

        Raises:
            ValueError: The number is nobody's.
        """
        if number < FIRST:
            return str(IPv4Address(number))
        if number - FIRST >= len(self):
            raise ValueError(f"{number} is no listed address")
        return str(IPv6Address(self._addresses[number - FIRST]))

    def number_of(self, text: str) -> int | None:
        """The number of an address of either family; null for an IPv6 one that is not listed.

        Raises:
            ValueError: The text is no address.
        """
        address = ip_address(text)
        if isinstance(address, IPv4Address):
            return int(address)
        at = bisect_left(self._addresses, int(address))
        found = at < len(self) and self._addresses[at] == int(address)
        return FIRST + at if found else None


NOTHING = Listing()
"""The listing of a round over IPv4."""
