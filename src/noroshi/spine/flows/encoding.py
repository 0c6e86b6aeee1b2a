"""Encoding: how the columns of the flow table stand in Parquet files.

Columns with many values go by BYTE_STREAM_SPLIT: equal octets of all values side by side. Beside plain
values it is written two to four times as fast, takes a third less, and is read faster; dictionaries
of such columns are larger than the values. Decision 0011 has the measurements.
"""

from noroshi.spine.flows.schema import FLOW_SCHEMA

WIDE = frozenset(
    {
        "flowStartMilliseconds",
        "flowEndMilliseconds",
        "sourceAddressHi",
        "sourceAddressLo",
        "destinationAddressHi",
        "destinationAddressLo",
        "postNATSourceAddressLo",
        "postNATDestinationAddressLo",
        "sourceTransportPort",
        "destinationTransportPort",
        "octetDeltaCount",
        "packetDeltaCount",
        "reverseOctetDeltaCount",
        "reversePacketDeltaCount",
        "ingressInterface",
        "egressInterface",
    }
)
"""Columns with many values."""

ARRIVAL = "collectionTimeMilliseconds"
"""Rises through a file: its differences take next to nothing."""

DICTIONARY = [name for name in FLOW_SCHEMA.names if name not in WIDE and name != ARRIVAL]
"""Columns with few values."""

ENCODINGS = {ARRIVAL: "DELTA_BINARY_PACKED"} | dict.fromkeys(WIDE, "BYTE_STREAM_SPLIT")
"""The other columns."""
