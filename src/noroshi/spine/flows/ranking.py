"""Ranking: questions of the kind "who moves most", as one SELECT over the flow table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network

from noroshi.spine.engine import Value
from noroshi.spine.flows.address import Network
from noroshi.spine.model import ConfigError
from noroshi.spine.model.address import halves
from noroshi.spine.model.protocol import NUMBERS

_SERVES = "(subscriberSide = 1 OR subscriberSide <> 2 AND destinationTransportPort <= sourceTransportPort)"
"""Whether the destination is the server: the end outside the subscribers, else the lower port."""
_PORTS = "least(sourceTransportPort, destinationTransportPort)"


def _end(name: str) -> str:
    return f"CASE WHEN {_SERVES} THEN destination{name} ELSE source{name} END"


def _other_end(name: str) -> str:
    return f"CASE WHEN {_SERVES} THEN source{name} ELSE destination{name} END"


KEYS: Mapping[str, tuple[str, ...]] = {
    "source": ("sourceAddressHi AS source_hi", "sourceAddressLo AS source_lo"),
    "destination": (
        "destinationAddressHi AS destination_hi",
        "destinationAddressLo AS destination_lo",
    ),
    "server": (f"{_end('AddressHi')} AS server_hi", f"{_end('AddressLo')} AS server_lo"),
    "client": (
        f"{_other_end('AddressHi')} AS client_hi",
        f"{_other_end('AddressLo')} AS client_lo",
    ),
    "source-port": ("sourceTransportPort AS source_port",),
    "destination-port": ("destinationTransportPort AS destination_port",),
    "port": (
        f"CASE WHEN {_PORTS} = 0 THEN greatest(sourceTransportPort, destinationTransportPort) ELSE {_PORTS} END AS port",
    ),
    "protocol": ("protocolIdentifier AS protocol",),
    "exporter": ("exporter",),
    "source-as": ("bgpSourceAsNumber AS source_as",),
    "destination-as": ("bgpDestinationAsNumber AS destination_as",),
    "ingress": ("ingressInterface AS ingress_interface",),
    "egress": ("egressInterface AS egress_interface",),
    "ip-version": ("ipVersion AS ip_version",),
    "application": ("applicationName AS application",),
    "vrf": ("vrfName AS vrf",),
    "hour": ("date_trunc('hour', flowStartMilliseconds) AS hour",),
}
"""What rows may be grouped by, and the columns of it."""

SORTS = ("octets", "packets", "flows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which flows count; null and 0 take all.

    Attributes:
        address: Address or range that either end lies in.
        source: That the source lies in.
        destination: That the destination lies in.
        port: Port of either end.
        protocol: Keyword or number.
        exporter: Address of the exporter, or the importer's name.
    """

    address: str | None = None
    source: str | None = None
    destination: str | None = None
    port: int | None = None
    protocol: str | None = None
    exporter: str | None = None

    def condition(self) -> tuple[str, dict[str, Value]]:
        """SQL and its parameters, without the address of either end.

        Raises:
            ConfigError: A range or protocol is unknown.
        """
        parts, params = ["true"], dict[str, Value]()
        for side in ("source", "destination"):
            text = getattr(self, side)
            if text:
                parts.append(inside(side, text))
        if self.port is not None:
            parts.append(f"{int(self.port)} IN (sourceTransportPort, destinationTransportPort)")
        if self.protocol:
            parts.append(f"protocolIdentifier = {protocol_number(self.protocol)}")
        if self.exporter:
            parts.append("exporter = $exporter")
            params["exporter"] = self.exporter
        return " AND ".join(parts), params

    def flows(self) -> tuple[str, dict[str, Value]]:
        """The flows that count, as SQL that goes behind FROM.

        The address of either end is two reads, one a side: each passes over row groups that an OR
        of both would read.
        """
        where, params = self.condition()
        if not self.address:
            return f"(FROM flows WHERE {where})", params
        source, destination = inside("source", self.address), inside("destination", self.address)
        return (
            f"(FROM flows WHERE {where} AND {source} UNION ALL"
            f" FROM flows WHERE {where} AND {destination} AND NOT ({source}))"
        ), params


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Groups of flows, the largest first.

    Attributes:
        by: Names of `KEYS`.
        sort: A name of `SORTS`.
        limit: Most groups.
        raw: Take counters as exported instead of times the sampling interval.
        chosen: Which flows count.
    """

    by: Sequence[str]
    sort: str = "octets"
    limit: int = 10
    raw: bool = False
    chosen: Filter

    def sql(self) -> tuple[str, dict[str, Value]]:
        """The SELECT and its parameters.

        Raises:
            ConfigError: A key, a sort or a filter is unknown.
        """
        unknown = [name for name in self.by if name not in KEYS]
        if unknown or not self.by or self.sort not in SORTS:
            raise ConfigError(f"group by some of {', '.join(KEYS)}; sort by {', '.join(SORTS)}")
        columns = [column for name in dict.fromkeys(self.by) for column in KEYS[name]]
        times = "" if self.raw else " * samplingInterval"
        flows, params = self.chosen.flows()
        return (
            f"SELECT {', '.join(columns)},"  # noqa: S608  # declared names, whole numbers, bound text
            f" sum((octetDeltaCount + coalesce(reverseOctetDeltaCount, 0)){times})::BIGINT AS octets,"
            f" sum((packetDeltaCount + coalesce(reversePacketDeltaCount, 0)){times})::BIGINT AS packets,"
            f" count(*) AS flows FROM {flows} GROUP BY ALL"
            f" ORDER BY {self.sort} DESC LIMIT {int(self.limit)}"
        ), params


def inside(side: str, text: str) -> str:
    """SQL: whether an end lies in an address range, as comparisons with constants.

    Raises:
        ConfigError: The text is no address and no range.
    """
    try:
        network = Network.of(ip_network(text, strict=False))
    except ValueError as error:
        raise ConfigError(
            f"{text!r} is no address and no range; write 192.0.2.1 or 192.0.2.0/24"
        ) from error
    start = (network.hi % 2**64) << 64 | network.lo % 2**64
    end = start | (1 << 128 - network.prefix) - 1
    (first_hi, first_lo), (last_hi, last_lo) = halves(start), halves(end)
    hi, lo = f"{side}AddressHi", f"{side}AddressLo"
    if network.prefix == 128:
        return f"{hi} = {first_hi} AND {lo} = {first_lo}"
    if network.prefix > 64:
        return f"{hi} = {first_hi} AND {lo} BETWEEN {first_lo} AND {last_lo}"
    if network.prefix == 0:
        return "true"
    return f"{hi} BETWEEN {first_hi} AND {last_hi}"


def protocol_number(text: str) -> int:
    """The number of a protocol given as keyword or number.

    Raises:
        ConfigError: It is neither.
    """
    number = NUMBERS.get(text.lower(), int(text) if text.isascii() and text.isdigit() else -1)
    if not 0 <= number <= 255:
        raise ConfigError(f"{text!r} is no protocol; write tcp, udp, icmp … or its number")
    return number
