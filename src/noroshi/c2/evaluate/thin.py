"""Thin: the same flows as a poorer exporter would have told them.

Tables have the columns of the flow table. Every change leaves the flows' times, ends and truth alone.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noroshi.spine.flows.arrow import as_integers, filled, is_null, nulls, with_column
from noroshi.spine.model import SubscriberSide

I64 = NDArray[np.int64]

COLUMNS = (
    "flowStartMilliseconds", "flowEndMilliseconds",
    "sourceAddressHi", "sourceAddressLo", "destinationAddressHi", "destinationAddressLo",
    "protocolIdentifier", "sourceTransportPort", "destinationTransportPort",
    "tcpControlBits", "reverseTcpControlBits",
    "octetDeltaCount", "packetDeltaCount", "reverseOctetDeltaCount", "reversePacketDeltaCount",
    "samplingInterval", "subscriberSide",
)  # fmt: skip
"""Columns of the flow table that the analysis reads."""

FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10
"""TCP control bits (RFC 9293 section 3.1)."""

REVERSE = ("reverseOctetDeltaCount", "reversePacketDeltaCount", "reverseTcpControlBits")
OTHER_WAY = {
    "sourceAddressHi": "destinationAddressHi",
    "sourceAddressLo": "destinationAddressLo",
    "sourceTransportPort": "destinationTransportPort",
}


def one_direction(flows: pa.Table) -> pa.Table:
    """Only what the first end sent: the reverse direction was not exported."""
    for name in REVERSE:
        flows = with_column(flows, name, nulls(flows.num_rows, flows.schema.field(name).type))
    return flows


def both_directions(flows: pa.Table) -> pa.Table:
    """Each biflow as two unidirectional records, as most routers export them.

    Where a source counted the packets of both directions together, each way gets half of them.
    """
    packets, back_packets = _packets(flows)
    forward = with_column(one_direction(flows), "packetDeltaCount", pa.array(packets))
    ways = (forward, _turned(flows, back_packets))
    return pa.concat_tables(
        [
            way.filter(pa.array(_whole(way, "octetDeltaCount") > 0)).cast(flows.schema)
            for way in ways
        ]
    )


def sampled(flows: pa.Table, interval: int, rng: np.random.Generator) -> pa.Table:
    """What is left when one packet in `interval` is looked at, at random; one direction is kept.

    Each flow's packets of both directions pass with probability 1/interval, flows without any
    vanish, octets shrink in proportion. The interval itself is not told, as many exporters do not.
    SYN, FIN and RST are one packet each: where a flow had more than that, each bit stays with the
    share of packets that passed. A flow without ACK is all SYN or all RST, and keeps them.

    Source:
        Duffield, Lund, Thorup: "Properties and prediction of flow statistics from sampled packet
        streams" (IMW 2002).
    """
    both = _whole(flows, "packetDeltaCount") + _whole(flows, "reversePacketDeltaCount")
    passed = rng.binomial(both, 1.0 / interval)
    chance = rng.random((len(both), 3))
    kept = passed > 0
    share = passed[kept] / both[kept]
    octets = np.round(_whole(flows, "octetDeltaCount")[kept] * share).astype(np.int64)
    thin = one_direction(flows.filter(pa.array(kept)))
    thin = with_column(thin, "packetDeltaCount", pa.array(passed[kept]))
    thin = with_column(thin, "octetDeltaCount", pa.array(octets))
    return _with_fewer_bits(thin, chance[kept] >= share[:, None]).cast(flows.schema)


def _with_fewer_bits(flows: pa.Table, lost: NDArray[np.bool_]) -> pa.Table:
    """Control bits without those that were lost, one column a bit."""
    bits = _whole(flows, "tcpControlBits")
    gone = (lost * np.array([FIN, SYN, RST])).sum(axis=1)
    told = np.where(bits & ACK > 0, bits & ~gone, bits)
    kind = flows.schema.field("tcpControlBits").type
    column = pa.array(told.astype(np.uint16), kind, mask=is_null(flows["tcpControlBits"]))
    return with_column(flows, "tcpControlBits", column)


def _packets(flows: pa.Table) -> tuple[I64, I64]:
    """Packets of each direction; sums of both halved where there was an answer."""
    packets, octets_back = (
        _whole(flows, "packetDeltaCount"),
        _whole(flows, "reverseOctetDeltaCount"),
    )
    together = is_null(flows["reversePacketDeltaCount"]) & (octets_back > 0)
    half = np.maximum(packets // 2, 1)
    back = np.where(together, half, _whole(flows, "reversePacketDeltaCount"))
    return np.where(together, half, packets), back


def _turned(flows: pa.Table, packets: I64) -> pa.Table:
    """The records of the other direction."""
    swapped = one_direction(flows)
    for one, other in OTHER_WAY.items():
        swapped = with_column(swapped, one, flows[other])
        swapped = with_column(swapped, other, flows[one])
    octets = pa.array(_whole(flows, "reverseOctetDeltaCount"))
    swapped = with_column(swapped, "octetDeltaCount", octets)
    swapped = with_column(swapped, "packetDeltaCount", pa.array(packets))
    swapped = with_column(swapped, "tcpControlBits", flows["reverseTcpControlBits"])
    return with_column(swapped, "subscriberSide", _other_side(flows))


def _other_side(flows: pa.Table) -> pa.Array:  # type: ignore[type-arg]  # the stubs want a scalar type
    side = _whole(flows, "subscriberSide")
    one, two = int(SubscriberSide.SOURCE), int(SubscriberSide.DESTINATION)
    turned = np.where(side == one, two, np.where(side == two, one, side))
    return pa.array(turned.astype(np.uint8))


def _whole(flows: pa.Table, name: str) -> I64:
    """A column of whole numbers, nulls as 0."""
    return as_integers(filled(pc.cast(flows[name], pa.int64()), 0))
