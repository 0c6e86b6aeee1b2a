"""Agent: what an sFlow agent knows of a packet beside its header, as flow columns."""

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses
from noroshi.spine.flows.arrow import Array, typed
from noroshi.spine.flows.decode import sflow
from noroshi.spine.flows.decode.flow_samples import FlowSamples, Heads, address_at, chosen
from noroshi.spine.flows.grouping import among
from noroshi.spine.flows.octets import Octets

_UNKNOWN_INTERFACE = ((1 << 30) - 1, 0xFFFFFFFF)
_DROPPED = 128
"""Forwarding status "dropped, unknown" (RFC 7270 section 4.12)."""
_MOST_SEGMENTS = 8
"""Segments of an AS path that are followed; BGP speakers write one."""


def interfaces(heads: Heads) -> dict[str, Array]:
    """Interfaces in and out, and whether the packet was dropped on the way out."""
    columns: dict[str, Array] = {}
    for name, form, index in (
        ("ingressInterface", heads.in_form, heads.in_index),
        ("egressInterface", heads.out_form, heads.out_index),
    ):
        known = (form == 0) & ~among(index, *_UNKNOWN_INTERFACE)
        columns[name] = typed(index, pa.uint32(), known)
    dropped = heads.out_form == 1
    if dropped.any():
        status = np.full(len(dropped), _DROPPED)
        columns["forwardingStatus"] = typed(status, pa.uint8(), dropped)
    return columns


def switch(samples: FlowSamples, tag: I64) -> dict[str, Array]:
    """The VLAN that the switch took the packet from, else the packet's own tag."""
    at, _, given = samples.record(sflow.EXTENDED_SWITCH, 16)
    told = samples.octets.u32(at)
    vlan = np.where(given & (told >= 1) & (told <= 4094), told, tag)
    return {"vlanId": typed(vlan, pa.uint16(), vlan >= 0)}


def router(samples: FlowSamples) -> dict[str, Array]:
    """Next hop, and the lengths of the prefixes that the addresses were found in."""
    octets = samples.octets
    at, end, given = samples.record(sflow.EXTENDED_ROUTER, 16)
    hop, after = _next_hop(octets, at)
    given &= after + 8 <= end
    return {
        "nextHopHi": pa.array(hop.hi, mask=~given),
        "nextHopLo": pa.array(hop.lo, mask=~given),
        "sourcePrefixLength": typed(octets.u32(after), pa.uint8(), given),
        "destinationPrefixLength": typed(octets.u32(after + 4), pa.uint8(), given),
    }


def _next_hop(octets: Octets, at: I64) -> tuple[Addresses, I64]:
    """An address behind its type, and where what follows it lies."""
    six = octets.u32(at) == 2
    hop = chosen(six, address_at(octets, at + 4, 16), address_at(octets, at + 4, 4))
    return hop, at + np.where(six, 20, 8)


def gateway(samples: FlowSamples) -> dict[str, Array]:
    """AS of the source, and the last of the path to the destination."""
    octets = samples.octets
    at, end, given = samples.record(sflow.EXTENDED_GATEWAY, 24)
    _, after = _next_hop(octets, at)
    given &= after + 16 <= end
    segments, cursor = octets.u32(after + 12), after + 16
    last = np.zeros(len(samples), np.int64)
    for number in range(_MOST_SEGMENTS):
        size = octets.u32(cursor + 4)
        inside = given & (number < segments) & (cursor + 8 + size * 4 <= end)
        last = np.where(inside & (size > 0), octets.u32(cursor + 4 + size * 4), last)
        cursor = np.where(inside, cursor + 8 + size * 4, end)
    return {
        "bgpSourceAsNumber": typed(octets.u32(after + 4), pa.uint32(), given),
        "bgpDestinationAsNumber": typed(last, pa.uint32(), given & (last > 0)),
    }
