"""Targets: the index space of a scope, every address times every message of the catalogue."""

from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network

import numpy as np
import numpy.typing as npt

from noroshi.iot.scope import Scope
from noroshi.iot.sense import CATALOGUE, Probe, Transport
from noroshi.iot.survey.listing import NOTHING, Listing

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What is asked of each address at one place of the index: a port, with one message.

    Attributes:
        probe: Entry of the catalogue.
        port: One of the scope's ports of that probe.
        message: Which of the probe's datagrams; 0 over TCP, where one connection is one target.
    """

    probe: Probe
    port: int
    message: int = 0

    @property
    def is_udp(self) -> bool:
        """Whether it is a datagram."""
        return self.probe.transport is Transport.UDP


class Targets:
    """Targets of a scope by index: `address number * slots + slot`.

    IPv6 prefixes cannot be gone through one by one: of them only listed addresses are asked.

    Attributes:
        listing: Those of this round.
    """

    listing: Listing = NOTHING

    def __init__(self, scope: Scope) -> None:
        named = (ip_network(text) for text in scope.prefixes)
        networks = sorted(net for net in named if isinstance(net, IPv4Network))
        self._firsts = np.array([int(net.network_address) for net in networks], np.int64)
        counts = np.array([net.num_addresses for net in networks], np.int64)
        self._before = np.concatenate(([0], np.cumsum(counts)))
        self._counts = counts
        self.slots = tuple(
            Slot(probe=probe, port=port, message=message)
            for ask in scope.probes
            for probe in [CATALOGUE[ask.probe]]
            for port in ask.ports
            for message in range(len(probe.sends) if probe.transport is Transport.UDP else 1)
        )

    @property
    def addresses(self) -> int:
        """Number of addresses."""
        return int(self._before[-1])

    @property
    def blocks(self) -> int:
        """How many /24 they fill; how many /48 where they are listed. At least 1."""
        return max(1, self.listing.blocks or self.addresses >> 8)

    def __len__(self) -> int:
        return self.addresses * len(self.slots)

    def at(self, indices: npt.NDArray[np.uint64]) -> tuple[I64, I64]:
        """Address and slot of each index."""
        number, slot = np.divmod(indices.astype(np.int64), len(self.slots))
        prefix = np.searchsorted(self._before, number, side="right") - 1
        return self._firsts[prefix] + number - self._before[prefix], slot

    def indices_of(self, address: int) -> I64:
        """Indices of an address, one a slot; none where the scope does not hold it."""
        prefix = int(np.searchsorted(self._firsts, address, side="right")) - 1
        if prefix < 0 or address - int(self._firsts[prefix]) >= int(self._counts[prefix]):
            return np.zeros(0, np.int64)
        number = address - int(self._firsts[prefix]) + int(self._before[prefix])
        return number * len(self.slots) + np.arange(len(self.slots))
