"""Attribution: address to autonomous system to operator, whole columns at a time.

An operator is known by its AS numbers and by its prefixes. A prefix is stronger than an AS number
and a longer prefix than a shorter one, so space that an operator resells, or lends to a virtual
ISP, is given to whom it serves. What two operators claim alike is given to neither, and told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import TypeVar

import numpy as np

from noroshi.spine.flows.address import I64, Addresses
from noroshi.spine.flows.as_table import AsTable
from noroshi.spine.flows.ranges import AddressRanges, Layer
from noroshi.spine.model import Operator
from noroshi.spine.model.address import MAPPED, halves

Network = IPv4Network | IPv6Network
T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True)
class Claim:
    """An AS number or prefix that more than one operator calls its own."""

    what: str
    operators: tuple[str, ...]


class Attribution:
    """Who announces an address, and which operator answers for it."""

    def __init__(self, table: AsTable | None, operators: Sequence[Operator]) -> None:
        """Without a table only prefixes of operators are known."""
        self._table = table
        self._operators = tuple(operators)
        systems, disputed_systems = _owners({o.id: o.asns for o in operators})
        prefixes, disputed_prefixes = _owners({o.id: o.prefixes for o in operators})
        self.disputed = tuple(
            [Claim(f"AS{asn}", who) for asn, who in disputed_systems.items()]
            + [Claim(prefix, who) for prefix, who in disputed_prefixes.items()]
        )
        """What is given to nobody because several claim it."""
        place = {operator.id: at for at, operator in enumerate(operators)}
        layers = [] if table is None else [_layer_of_systems(table, systems, place)]
        self._ranges = AddressRanges([*layers, *_layers_of_prefixes(prefixes, place)])

    def systems_of(self, addresses: Addresses) -> I64:
        """The AS of each address; 0 where it is not known."""
        if self._table is None:
            return np.zeros(len(addresses), np.int64)
        return self._table.numbers_of(addresses)

    def name_of(self, asn: int) -> str:
        """The name of an AS; empty where it is not known."""
        return "" if self._table is None else self._table.name_of(asn)

    def places_of(self, addresses: Addresses) -> I64:
        """The place of each address's operator among the operators given; -1 for none."""
        return self._ranges.find(addresses)

    def operator_at(self, place: int) -> Operator | None:
        """The operator at a place; null for -1."""
        return None if place < 0 else self._operators[place]


def _owners(
    claims: Mapping[str, Sequence[T]],
) -> tuple[dict[T, str], dict[T, tuple[str, ...]]]:
    """What one operator alone claims, and what several do."""
    by_claim: defaultdict[T, list[str]] = defaultdict(list)
    for operator, wanted in claims.items():
        for claim in dict.fromkeys(wanted):
            by_claim[claim].append(operator)
    alone = {claim: who[0] for claim, who in by_claim.items() if len(who) == 1}
    return alone, {claim: tuple(who) for claim, who in by_claim.items() if len(who) > 1}


def _layer_of_systems(table: AsTable, owners: Mapping[int, str], place: Mapping[str, int]) -> Layer:
    by_number = np.array([place.get(owners.get(int(n), ""), -1) for n in table.numbers], np.int64)
    values = by_number[table.layer.values]
    rows = np.flatnonzero(values >= 0)
    return Layer(
        first=table.layer.first.take(rows), last=table.layer.last.take(rows), values=values[rows]
    )


def _layers_of_prefixes(owners: Mapping[str, str], place: Mapping[str, int]) -> Iterator[Layer]:
    """One layer a length: prefixes of one length never overlap."""
    by_length: defaultdict[tuple[int, int], list[tuple[Network, int]]] = defaultdict(list)
    for text, operator in owners.items():
        network = ip_network(text)
        by_length[network.prefixlen, network.version].append((network, place[operator]))
    for _, rows in sorted(by_length.items()):
        yield Layer(
            first=_column([network.network_address for network, _ in rows]),
            last=_column([network.broadcast_address for network, _ in rows]),
            values=np.array([at for _, at in rows], np.int64),
        )


def _column(addresses: Sequence[IPv4Address | IPv6Address]) -> Addresses:
    pairs = [halves(int(a) | MAPPED if a.version == 4 else int(a)) for a in addresses]
    return Addresses(
        np.array([hi for hi, _ in pairs], np.int64), np.array([lo for _, lo in pairs], np.int64)
    )
