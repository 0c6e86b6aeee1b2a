"""Counters: the table of sFlow counter samples, column by column.

A row is one counter sample: what an agent counted since it started, told each few seconds. Names are
those of the sFlow v5 text (section 5.4), which takes them from the interfaces MIB (RFC 2863) and the
Ethernet MIB (RFC 3635). A column is null where the sample does not tell it.
"""

from noroshi.spine.model.column import Column, Type


def _interface(name: str, unit: str, meaning: str, kind: Type = Type.I64) -> Column:
    return Column(name, kind, unit, meaning, sflow=f"if_counters.{name}")


def _ethernet(name: str, meaning: str) -> Column:
    return Column(name, Type.I64, "frames", meaning, sflow=f"ethernet_counters.{name}")


# fmt: off
COUNTER_COLUMNS: tuple[Column, ...] = (
    Column("collectionTimeMilliseconds", Type.MOMENT, "ms", "When the sample reached the collector, UTC", False),
    Column("exporter", Type.TEXT, "", "Address that sent the datagram", False),
    Column("agent", Type.TEXT, "", "Address that the agent gives itself", False, sflow="agent_address"),
    Column("observationDomainId", Type.U32, "", "Sub-agent", False, sflow="sub_agent_id"),
    Column("sourceType", Type.U8, "", "0 interface, 1 VLAN, 2 physical entity", False, sflow="source_id type"),
    Column("sourceIndex", Type.U32, "", "Index of what is counted", False, sflow="source_id index"),
    _interface("ifIndex", "", "SNMP index of the interface", Type.U32),
    _interface("ifType", "", "IANA interface type", Type.U32),
    _interface("ifSpeed", "bit/s", "Speed of the interface"),
    _interface("ifDirection", "", "0 unknown, 1 full duplex, 2 half duplex, 3 in, 4 out", Type.U8),
    _interface("ifStatus", "", "Bit 0: up by its setting; bit 1: up in fact", Type.U8),
    _interface("ifInOctets", "B", "Octets in"),
    _interface("ifInUcastPkts", "packets", "Unicast packets in"),
    _interface("ifInMulticastPkts", "packets", "Multicast packets in"),
    _interface("ifInBroadcastPkts", "packets", "Broadcast packets in"),
    _interface("ifInDiscards", "packets", "Packets in that were discarded"),
    _interface("ifInErrors", "packets", "Packets in with errors"),
    _interface("ifInUnknownProtos", "packets", "Packets in of unknown protocols"),
    _interface("ifOutOctets", "B", "Octets out"),
    _interface("ifOutUcastPkts", "packets", "Unicast packets out"),
    _interface("ifOutMulticastPkts", "packets", "Multicast packets out"),
    _interface("ifOutBroadcastPkts", "packets", "Broadcast packets out"),
    _interface("ifOutDiscards", "packets", "Packets out that were discarded"),
    _interface("ifOutErrors", "packets", "Packets out with errors"),
    _interface("ifPromiscuousMode", "", "1 where the interface takes every frame", Type.U8),
    _ethernet("dot3StatsAlignmentErrors", "Frames of no whole number of octets"),
    _ethernet("dot3StatsFCSErrors", "Frames with a wrong check sequence"),
    _ethernet("dot3StatsSingleCollisionFrames", "Frames sent after one collision"),
    _ethernet("dot3StatsMultipleCollisionFrames", "Frames sent after several collisions"),
    _ethernet("dot3StatsSQETestErrors", "Signal quality test errors"),
    _ethernet("dot3StatsDeferredTransmissions", "Frames that waited for the medium"),
    _ethernet("dot3StatsLateCollisions", "Late collisions"),
    _ethernet("dot3StatsExcessiveCollisions", "Frames given up after collisions"),
    _ethernet("dot3StatsInternalMacTransmitErrors", "Frames not sent for an internal fault"),
    _ethernet("dot3StatsCarrierSenseErrors", "Times the carrier was lost"),
    _ethernet("dot3StatsFrameTooLongs", "Frames that were too long"),
    _ethernet("dot3StatsInternalMacReceiveErrors", "Frames not received for an internal fault"),
    _ethernet("dot3StatsSymbolErrors", "Symbol errors"),
    Column("vlanId", Type.U16, "", "VLAN", sflow="vlan_counters.vlan_id"),
    Column("vlanOctets", Type.I64, "B", "Octets in the VLAN", sflow="vlan_counters.octets"),
    Column("vlanUcastPkts", Type.I64, "packets", "Unicast packets in the VLAN", sflow="vlan_counters.ucastPkts"),
    Column("vlanMulticastPkts", Type.I64, "packets", "Multicast packets in the VLAN", sflow="vlan_counters.multicastPkts"),
    Column("vlanBroadcastPkts", Type.I64, "packets", "Broadcast packets in the VLAN", sflow="vlan_counters.broadcastPkts"),
    Column("vlanDiscards", Type.I64, "packets", "Packets discarded in the VLAN", sflow="vlan_counters.discards"),
    Column("cpu5s", Type.U32, "0.01 %", "Load of the processor over 5 seconds", sflow="processor.5s_cpu"),
    Column("cpu1m", Type.U32, "0.01 %", "Load of the processor over 1 minute", sflow="processor.1m_cpu"),
    Column("cpu5m", Type.U32, "0.01 %", "Load of the processor over 5 minutes", sflow="processor.5m_cpu"),
    Column("totalMemory", Type.I64, "B", "Memory of the device", sflow="processor.total_memory"),
    Column("freeMemory", Type.I64, "B", "Free memory of the device", sflow="processor.free_memory"),
)
# fmt: on
"""The counter table. Order is the order in files, and within a record the order on the wire."""
