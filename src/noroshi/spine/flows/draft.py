"""Draft: rows as a source gives them, before they are checked.

Importers fill drafts; `settle` mends what is harmless, refuses what is not, and gives flow columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, Mask, parse_addresses
from noroshi.spine.flows.arrow import Array, Column, moments_ms, typed
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model.protocol import ICMP, ICMPV6, SCTP, TCP, UDP

F64 = npt.NDArray[np.float64]

MISSING, BAD = -1, -2
"""In ports and counters: the source says nothing, or nothing that can be read."""

LATEST_S = 4_102_444_800.0
"""2100-01-01T00:00:00Z."""
LONGEST_S = 366 * 86_400.0
"""No flow lasts longer: exporters cut at hours, log writers at days."""
CLOCK_STEP_S = 86_400.0
"""A duration down to minus this is a stepped clock; the flow is kept with duration 0."""
MOST = 1 << 62
"""Above this a counter is a fault of the source, and sums of counters would overflow."""

PAIRED = (8, 13, 15, 17, 10, 128, 130, 133, 135, 139, 140, 0, 129, 131, 132, 134, 136)
"""ICMP types whose code is always 0; Zeek writes the answering type where the code would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Equal-length columns of one batch; counters and ports are `MISSING` or `BAD` where not given.

    Attributes:
        start_s: First packet, Unix seconds; NaN where missing.
        duration_s: Seconds; NaN where missing (taken as 0).
        source: Source addresses, with `source_known` where there is one.
        destination: Destination addresses, likewise.
        protocol: IANA numbers; `BAD` for what is no IP protocol.
        source_port: Ports, or the ICMP type as log writers put it there.
        destination_port: Ports, or the ICMP code.
        octets: From source to destination.
        packets: From source to destination, or of both directions (see `spine.model.flow`).
        reverse_octets: From destination to source; `MISSING` in unidirectional rows.
        reverse_packets: Likewise.
        flags: TCP flags of the source, `MISSING` where not known.
        reverse_flags: TCP flags of the destination, likewise.
        more: Further flow columns by name, already in their final type.
    """

    start_s: F64
    duration_s: F64
    source: Addresses
    source_known: Mask
    destination: Addresses
    destination_known: Mask
    protocol: I64
    source_port: I64
    destination_port: I64
    octets: I64
    packets: I64
    reverse_octets: I64
    reverse_packets: I64
    flags: I64
    reverse_flags: I64
    more: Mapping[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.start_s)


class Ends(TypedDict):
    """The address fields of a draft."""

    source: Addresses
    source_known: Mask
    destination: Addresses
    destination_known: Mask


def ends(source: Column, destination: Column) -> Ends:
    """The four address fields of a draft from two text columns."""
    from_, from_known = parse_addresses(source)
    to, to_known = parse_addresses(destination)
    return Ends(source=from_, source_known=from_known, destination=to, destination_known=to_known)


def settle(draft: Draft, tally: Tally) -> pa.Table:
    """Good rows as flow columns; the others are counted by their first fault.

    A negative duration of at most a day becomes 0; missing octets or packets become 0; ports of
    protocols without ports become 0, and those of ICMP become `icmpTypeCode`.
    """
    faults = _faults(draft)
    good = np.ones(len(draft), np.bool_)
    for reason, wrong in faults:
        tally.refuse_rows(reason, good & wrong)
        good &= ~wrong
    table = _flow_columns(draft)
    return table if good.all() else table.filter(pa.array(good))


def _faults(draft: Draft) -> list[tuple[Refusal, Mask]]:
    counters = (draft.octets, draft.packets, draft.reverse_octets, draft.reverse_packets)
    wrong_counter = np.logical_or.reduce([(c < MISSING) | (c > MOST) for c in counters])
    with np.errstate(invalid="ignore"):
        wrong_time = ~((draft.start_s >= 0) & (draft.start_s < LATEST_S))
        duration = draft.duration_s
        wrong_duration = (duration > LONGEST_S) | (duration < -CLOCK_STEP_S)
        wrong_duration |= np.isinf(duration)
    return [
        (Refusal.NO_IP_PROTOCOL, (draft.protocol < 0) | (draft.protocol > 255)),
        (Refusal.NO_IP_ADDRESS, ~(draft.source_known & draft.destination_known)),
        (Refusal.BAD_TIME, wrong_time),
        (Refusal.BAD_DURATION, wrong_duration),
        (Refusal.BAD_PORT, _wrong_ports(draft)),
        (Refusal.BAD_COUNTER, wrong_counter),
    ]


def _wrong_ports(draft: Draft) -> Mask:
    has_ports = _has_ports(draft.protocol)
    wrong = np.zeros(len(draft), np.bool_)
    for port in (draft.source_port, draft.destination_port):
        wrong |= (port > 65_535) | (port < MISSING) | (has_ports & (port < 0))
    return wrong


def _flow_columns(draft: Draft) -> pa.Table:
    start = _milliseconds(draft.start_s)
    end = start + np.maximum(_milliseconds(draft.duration_s), 0)
    has_ports = _has_ports(draft.protocol)
    is_tcp = draft.protocol == TCP
    columns: dict[str, Array] = {
        "flowStartMilliseconds": moments_ms(start),
        "flowEndMilliseconds": moments_ms(end),
        "sourceAddressHi": pa.array(draft.source.hi),
        "sourceAddressLo": pa.array(draft.source.lo),
        "destinationAddressHi": pa.array(draft.destination.hi),
        "destinationAddressLo": pa.array(draft.destination.lo),
        "protocolIdentifier": pa.array(draft.protocol.clip(0, 255).astype(np.uint8)),
        "sourceTransportPort": _port(draft.source_port, has_ports),
        "destinationTransportPort": _port(draft.destination_port, has_ports),
        "tcpControlBits": _nullable(draft.flags, pa.uint16(), is_tcp),
        "reverseTcpControlBits": _nullable(draft.reverse_flags, pa.uint16(), is_tcp),
        "octetDeltaCount": pa.array(draft.octets.clip(0)),
        "packetDeltaCount": pa.array(draft.packets.clip(0)),
        "reverseOctetDeltaCount": _nullable(draft.reverse_octets, pa.int64()),
        "reversePacketDeltaCount": _nullable(draft.reverse_packets, pa.int64()),
        "icmpTypeCode": _icmp(draft),
    }
    columns.update(draft.more)
    return pa.table(columns)


def _milliseconds(seconds: F64) -> I64:
    known = np.where(np.isfinite(seconds) & (np.abs(seconds) < 2 * LATEST_S), seconds, 0.0)
    return np.rint(known * 1000.0).astype(np.int64)


def _port(ports: I64, has_ports: Mask) -> Array:
    return pa.array(np.where(has_ports, ports, 0).clip(0, 65_535).astype(np.uint16))


def _nullable(values: I64, kind: pa.DataType, where: Mask | None = None) -> Array:
    known = values >= 0 if where is None else (values >= 0) & where
    return typed(values, kind, known)


def _has_ports(protocol: I64) -> Mask:
    found: Mask = (protocol == TCP) | (protocol == UDP) | (protocol == SCTP)
    return found


def _icmp(draft: Draft) -> Array:
    """Type and code from the ports of a log: type and code apart, or Argus' code * 256 + type."""
    is_icmp = (draft.protocol == ICMP) | (draft.protocol == ICMPV6)
    found = counters(len(draft))
    rows = np.flatnonzero(is_icmp & (draft.source_port >= 0))
    source, destination = draft.source_port[rows], draft.destination_port[rows]
    type_ = source & 0xFF
    plain = np.where((destination >= 0) & (destination <= 0xFF), destination, 0)
    code = np.where(source > 0xFF, source >> 8 & 0xFF, plain)
    found[rows] = type_ << 8 | np.where(np.isin(type_, PAIRED), 0, code)
    return _nullable(found, pa.uint16())


def counters(rows: int) -> I64:
    """A column of `MISSING`."""
    return np.full(rows, MISSING, np.int64)
