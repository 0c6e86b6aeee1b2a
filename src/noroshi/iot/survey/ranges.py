"""Ranges: sets of addresses as merged intervals of numbers, asked by binary search."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network

import numpy as np
import numpy.typing as npt

from noroshi.iot.survey.listing import Listing
from noroshi.spine.model import InputError

I64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MAX_LIST_OCTETS = 64 * 1024 * 1024
MAX_LIST_LINES = 2_000_000


class Ranges:
    """A set of addresses, as numbers.

    Attributes:
        starts: First address of each interval, ascending; no two touch.
        ends: Address behind the last of each.
    """

    __slots__ = ("_before", "_v6", "ends", "starts")

    def __init__(self, networks: Iterable[IPv4Network | IPv6Network] = ()) -> None:
        """IPv6 networks hold numbers only `on` a listing."""
        pairs: list[tuple[int, int]] = []
        v6: list[IPv6Network] = []
        for net in networks:
            if isinstance(net, IPv6Network):
                v6.append(net)
            else:
                pairs.append((int(net.network_address), int(net.broadcast_address) + 1))
        self._v6 = tuple(v6)
        self._take(pairs)

    def on(self, listing: Listing) -> "Ranges":
        """The same set, with those listed addresses that its IPv6 networks hold."""
        if not len(listing) or not self._v6:
            return self
        made = Ranges()
        made._v6 = self._v6
        own = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        made._take([*own, *map(listing.interval, self._v6)])
        return made

    def _take(self, pairs: list[tuple[int, int]]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(pair for pair in pairs if pair[0] < pair[1]):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        bounds = np.array(merged, np.int64).reshape(-1, 2)
        self.starts, self.ends = bounds[:, 0].copy(), bounds[:, 1].copy()
        self._before = np.concatenate(([0], np.cumsum(self.ends - self.starts)))

    def __len__(self) -> int:
        return int((self.ends - self.starts).sum())

    def hold(self, addresses: I64) -> Flags:
        """Whether each address is in the set."""
        if not len(self.starts):
            return np.zeros(len(addresses), bool)
        at = np.searchsorted(self.starts, addresses, side="right") - 1
        return (at >= 0) & (addresses < self.ends[at])

    def number_of(self, addresses: I64) -> I64:
        """How many addresses of the set lie below each, which must be in it."""
        if not len(self.starts):
            return np.zeros(len(addresses), np.int64)
        at = np.searchsorted(self.starts, addresses, side="right") - 1
        return self._before[at] + addresses - self.starts[at]


def parse_list(octets: bytes, *, name: str) -> list[IPv4Network | IPv6Network]:
    """The networks of an exclusion list: one address or prefix a line, `#` begins a comment.

    A list that is wrong anywhere is refused whole: half an exclusion list would ask somebody who
    must not be asked.

    Raises:
        InputError: A line is neither address nor prefix, or the list is too large.
    """
    if len(octets) > MAX_LIST_OCTETS or octets.count(b"\n") > MAX_LIST_LINES:
        raise InputError(f"{name}: more than {MAX_LIST_LINES:,} lines; merge its prefixes")
    found = []
    for number, line in enumerate(octets.decode("utf-8", "replace").splitlines(), start=1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            found.append(ip_network(text))
        except ValueError as error:
            raise InputError(
                f"{name}, line {number}: {error}; nothing is asked until the list is whole"
            ) from error
    return found
