"""Flow: the flow table, column by column. A flow is a row of it, never an object.

Names are IANA's information elements where one exists (IPFIX registry, RFC 7012). Addresses are two
signed 64-bit columns: the high and the low half of the IPv6 address, IPv4 as `::ffff:a.b.c.d`
(RFC 4291 section 2.5.5.2). Counters stay raw; `samplingInterval` says what they stand for.

A row is unidirectional when both reverse counters are null. It is a biflow (RFC 5103) when
`reverseOctetDeltaCount` is set; if then `reversePacketDeltaCount` is null, the source counted the
packets of both directions together (Argus) and `packetDeltaCount` holds their sum.
"""

from enum import IntEnum

from noroshi.spine.model.column import Column, Element, Type

REVERSE = 29305
"""Private enterprise number of reverse elements (RFC 5103 section 6.1)."""


class SubscriberSide(IntEnum):
    """Which ends of a flow are the operator's own subscribers; those addresses are pseudonyms."""

    NONE = 0
    SOURCE = 1
    DESTINATION = 2
    BOTH = 3


class SamplingSource(IntEnum):
    """Where the sampling interval of a row comes from."""

    ASSUMED = 0
    RECORD = 1
    SAMPLER = 2
    OPTIONS = 3
    HEADER = 4
    CONFIGURED = 5


def _e(*ids: int, reverse: bool = False) -> tuple[Element, ...]:
    return tuple(Element(id=i, pen=REVERSE if reverse else 0) for i in ids)


def _address(
    name: str, meaning: str, *ids: int, nullable: bool = True, **origin: str
) -> list[Column]:
    return [
        Column(f"{name}Hi", Type.I64, "", f"{meaning}, high half", nullable, _e(*ids), **origin),
        Column(f"{name}Lo", Type.I64, "", f"{meaning}, low half", nullable, _e(*ids), **origin),
    ]


# fmt: off
FLOW_COLUMNS: tuple[Column, ...] = (
    Column("flowStartMilliseconds", Type.MOMENT, "ms", "First packet of the flow, UTC", False, _e(152, 154, 156, 150, 158, 22), "First"),
    Column("flowEndMilliseconds", Type.MOMENT, "ms", "Last packet of the flow, UTC", False, _e(153, 155, 157, 151, 159, 21), "Last"),
    Column("collectionTimeMilliseconds", Type.MOMENT, "ms", "When the record reached the collector, UTC", True, _e(258)),
    *_address("sourceAddress", "Source address", 8, 27, nullable=False, v5="srcaddr", sflow="header"),
    *_address("destinationAddress", "Destination address", 12, 28, nullable=False, v5="dstaddr", sflow="header"),
    *_address("nextHop", "Next hop", 15, 62, v5="nexthop", sflow="extended_router.nexthop"),
    *_address("postNATSourceAddress", "Source address after NAT", 225, 281),
    *_address("postNATDestinationAddress", "Destination address after NAT", 226, 282),
    Column("ipVersion", Type.U8, "", "4 or 6", False, _e(60)),
    Column("protocolIdentifier", Type.U8, "", "IANA protocol number", False, _e(4), "prot", "header"),
    Column("sourceTransportPort", Type.U16, "", "Source port; 0 where the protocol has none", False, _e(7, 180, 182), "srcport", "header"),
    Column("destinationTransportPort", Type.U16, "", "Destination port; 0 where the protocol has none", False, _e(11, 181, 183), "dstport", "header"),
    Column("icmpTypeCode", Type.U16, "", "ICMP type * 256 + code", True, _e(32, 139)),
    Column("tcpControlBits", Type.U16, "", "TCP flags seen from source to destination", True, _e(6), "tcp_flags", "header"),
    Column("reverseTcpControlBits", Type.U16, "", "TCP flags seen from destination to source", True, _e(6, reverse=True)),
    Column("octetDeltaCount", Type.I64, "B", "IP octets from source to destination, as exported", False, _e(1, 85), "dOctets", "header length"),
    Column("packetDeltaCount", Type.I64, "packets", "Packets from source to destination, as exported", False, _e(2, 86), "dPkts", "1"),
    Column("reverseOctetDeltaCount", Type.I64, "B", "IP octets from destination to source, as exported", True, _e(1, 85, reverse=True)),
    Column("reversePacketDeltaCount", Type.I64, "packets", "Packets from destination to source, as exported", True, _e(2, 86, reverse=True)),
    Column("samplingInterval", Type.U32, "packets", "One packet in so many was looked at", False, _e(34, 305, 50), "sampling_interval", "sampling_rate"),
    Column("samplingSource", Type.U8, "", "Where the sampling interval comes from (SamplingSource)", False),
    Column("subscriberSide", Type.U8, "", "Which ends are subscribers, hence pseudonyms (SubscriberSide)", False),
    Column("ipClassOfService", Type.U8, "", "Type of service octet", True, _e(5), "tos", "header"),
    Column("flowDirection", Type.U8, "", "0 ingress, 1 egress", True, _e(61)),
    Column("flowEndReason", Type.U8, "", "Why the flow ended", True, _e(136)),
    Column("forwardingStatus", Type.U8, "", "Forwarded, dropped or consumed", True, _e(89)),
    Column("natEvent", Type.U8, "", "NAT event", True, _e(230)),
    Column("firewallEvent", Type.U8, "", "Firewall event", True, _e(233)),
    Column("sourcePrefixLength", Type.U8, "", "Source prefix length", True, _e(9, 29), "src_mask", "extended_router.src_mask"),
    Column("destinationPrefixLength", Type.U8, "", "Destination prefix length", True, _e(13, 30), "dst_mask", "extended_router.dst_mask"),
    Column("postNAPTSourceTransportPort", Type.U16, "", "Source port after NAPT", True, _e(227)),
    Column("postNAPTDestinationTransportPort", Type.U16, "", "Destination port after NAPT", True, _e(228)),
    Column("vlanId", Type.U16, "", "VLAN", True, _e(58), "", "extended_switch.src_vlan"),
    Column("dataLinkFrameSize", Type.I64, "B", "Length of the sampled frame", True, _e(312), "", "frame_length"),
    Column("ingressInterface", Type.U32, "", "SNMP index of the interface in", True, _e(10, 252), "input", "input"),
    Column("egressInterface", Type.U32, "", "SNMP index of the interface out", True, _e(14, 253), "output", "output"),
    Column("bgpSourceAsNumber", Type.U32, "", "AS of the source", True, _e(16), "src_as", "extended_gateway.src_as"),
    Column("bgpDestinationAsNumber", Type.U32, "", "AS of the destination", True, _e(17), "dst_as", "extended_gateway.dst_as"),
    Column("mplsTopLabel", Type.U32, "", "Top MPLS label", True, _e(70)),
    Column("flowLabelIPv6", Type.U32, "", "IPv6 flow label", True, _e(31)),
    Column("observationDomainId", Type.U32, "", "Observation domain or source id", True, _e(149), "engine", "sub_agent_id"),
    Column("exportVersion", Type.U8, "", "5, 9, 10 (IPFIX), 105 (sFlow v5); 0 for imported logs", False),
    Column("exporter", Type.TEXT, "", "Address of the exporter, or the importer's name", True, _e(130, 131)),
    Column("applicationName", Type.TEXT, "", "Application or service name that the source gives", True, _e(96)),
    Column("vrfName", Type.TEXT, "", "VRF", True, _e(236)),
)
# fmt: on
"""The flow table. Order is the order in files."""

FLOW: dict[str, Column] = {column.name: column for column in FLOW_COLUMNS}
"""The same columns by name."""
