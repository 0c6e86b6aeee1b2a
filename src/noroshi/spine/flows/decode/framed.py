"""Framed: records that carry the sampled packet's own octets, read as sFlow's raw headers are.

Elements 313 (from the IP header on), 315 (from the link header on) and its forerunner 104 hold a
section of a packet (RFC 7133; PSAMP, RFC 5477). What the record states in elements of its own wins
over what the packet shows.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.flows.arrow import Array, typed
from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.decode.flow_samples import chosen
from noroshi.spine.flows.decode.records import Records
from noroshi.spine.flows.draft import BAD, MISSING, Draft
from noroshi.spine.flows.frame import ETHERNET, RAW, Frames, parse_frames
from noroshi.spine.flows.grouping import among
from noroshi.spine.model.protocol import ICMP, ICMPV6, TCP

SECTIONS = {315: ETHERNET, 313: RAW, 104: ETHERNET}
"""Link type by element."""
_OFFSET, _EXPORTED, _FRAME_TYPE, _FRAME_SIZE = 409, 410, 408, 312
_ETHERNET_FRAME = 1
"""Value of dataLinkFrameType for Ethernet (RFC 7133 section 4.2.2)."""
_NO_LINK = -1


def with_frames(draft: Draft, records: Records) -> Draft:
    """The draft with what sections of packets show, where the layout has one."""
    element = next((e for e in SECTIONS if records.has(e)), None)
    if element is None:
        return draft
    frames = parse_frames(_packets(records, element))
    both = _addresses(draft, frames)
    later = frames.fragment & (frames.source_port == 0) & (frames.destination_port == 0)
    icmp = among(frames.protocol, ICMP, ICMPV6)
    nameless = icmp & (later | (frames.transport + 2 > frames.end))
    flagged = ~later & (frames.transport + 14 <= frames.end) & (frames.protocol == TCP)
    told_ports = any(records.has(e) for e in (7, 11, 180, 181, 182, 183))
    return replace(
        both,
        protocol=draft.protocol if records.has(4) else np.where(frames.ip, frames.protocol, BAD),
        source_port=draft.source_port if told_ports else _unless(nameless, frames.source_port),
        destination_port=(
            draft.destination_port if told_ports else _unless(nameless, frames.destination_port)
        ),
        octets=_first(draft.octets, np.where(frames.ip, frames.octets, MISSING)),
        packets=_first(draft.packets, np.ones(len(draft), np.int64)),
        flags=_first(draft.flags, _unless(~flagged, frames.flags)),
        more={**_shown(frames, records), **_without_icmp(draft, told_ports=told_ports)},
    )


def _packets(records: Records, element: int) -> Packets:
    place = records.place(element)
    assert place is not None
    start, width = place
    length = np.broadcast_to(np.asarray(width, np.int64), start.shape)
    exported = records.number(_EXPORTED)
    if exported is not None:  # a field of fixed length may be padded (RFC 5477 section 8.5)
        length = np.where(exported > 0, np.minimum(length, exported), length)
    readable = length > 0
    offset, type_ = records.number(_OFFSET), records.number(_FRAME_TYPE)
    if offset is not None:
        readable &= offset == 0
    if type_ is not None and SECTIONS[element] == ETHERNET:
        readable &= (type_ == _ETHERNET_FRAME) | (type_ == 0)
    link = np.where(readable, SECTIONS[element], _NO_LINK)
    return Packets(records.octets, start, length, length, link, start)


def _addresses(draft: Draft, frames: Frames) -> Draft:
    source = _ends(draft.source, draft.source_known, frames.source)
    destination = _ends(draft.destination, draft.destination_known, frames.destination)
    return replace(
        draft,
        source=source,
        destination=destination,
        source_known=draft.source_known | frames.ip,
        destination_known=draft.destination_known | frames.ip,
    )


def _ends(told: Addresses, known: Mask, shown: Addresses) -> Addresses:
    return chosen(known, told, shown)


def _unless(mask: Mask, values: I64) -> I64:
    return np.where(mask, MISSING, values)


def _first(told: I64, shown: I64) -> I64:
    """What the record tells; where it is silent, what the packet shows."""
    return np.where(told == MISSING, shown, told)


def _shown(frames: Frames, records: Records) -> dict[str, Array]:
    """Columns of the packet; those that the record fills itself are put over them."""
    shown = {
        "ipClassOfService": typed(frames.service, pa.uint8(), frames.ip),
        "vlanId": typed(frames.vlan, pa.uint16(), frames.ip),
        "mplsTopLabel": typed(frames.mpls_label, pa.uint32(), frames.ip),
        "flowLabelIPv6": typed(frames.flow_label, pa.uint32(), frames.ip),
    }
    size = records.number(_FRAME_SIZE)
    if size is None:
        shown["dataLinkFrameSize"] = typed(np.full(len(records), MISSING), pa.int64(), frames.ip)
    return shown


def _without_icmp(draft: Draft, *, told_ports: bool) -> dict[str, Array]:
    """The draft's own columns; type and code come from the packet where no element tells them."""
    more = dict(draft.more)
    code = more.get("icmpTypeCode")
    if code is not None and code.null_count == len(code) and not told_ports:
        del more["icmpTypeCode"]
    return more
