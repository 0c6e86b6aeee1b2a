"""Listing: which entries of many lists carry an address."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from noroshi.spine.model import Observation, Subject, SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Entries by address, and prefixes by version, length and network number."""

    exact: dict[str, list[Observation]]
    prefixes: dict[tuple[int, int], dict[int, list[Observation]]]

    def entries(self, address: str) -> list[Observation]:
        """Every entry that carries a canonical address."""
        found = list(self.exact.get(address, ()))
        if self.prefixes:
            found.extend(self._covering(address))
        return found

    def carries(self, address: str) -> bool:
        """Whether any entry carries the address."""
        return address in self.exact or (bool(self.prefixes) and bool(self._covering(address)))

    def _covering(self, address: str) -> list[Observation]:
        parsed = ip_address(address)
        number, bits = int(parsed), parsed.max_prefixlen
        found: list[Observation] = []
        for (version, length), networks in self.prefixes.items():
            if version == parsed.version:
                found.extend(networks.get(number >> (bits - length), ()))
        return found


def listing_of(observations: Iterable[Observation]) -> Listing:
    """Index observations for look-up by address."""
    exact: dict[str, list[Observation]] = defaultdict(list)
    prefixes: dict[tuple[int, int], dict[int, list[Observation]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for observation in observations:
        if observation.subject.kind is SubjectKind.PREFIX:
            network = ip_network(observation.subject.value)
            key = int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
            prefixes[network.version, network.prefixlen][key].append(observation)
        else:
            exact[address_of(observation.subject)].append(observation)
    return Listing(exact=dict(exact), prefixes={k: dict(v) for k, v in prefixes.items()})


def address_of(subject: Subject) -> str:
    """The canonical address of an address or endpoint."""
    if subject.kind is SubjectKind.ENDPOINT:
        return subject.as_endpoint().address
    return subject.value


def port_of(subject: Subject) -> int | None:
    """The port of an endpoint; null for other subjects."""
    return subject.as_endpoint().port if subject.kind is SubjectKind.ENDPOINT else None
