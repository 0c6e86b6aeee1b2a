"""goflow2: flows as protobuf (`FlowMessage`), from a file or from messages of a queue.

Field numbers: netsampler/goflow2, pb/flow.proto. proto3 writes no zeros, so what is absent is 0.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, distinct_addresses, format_addresses
from noroshi.spine.flows.arrow import Array, filled, moments_ms, only_where, picked, typed
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.draft import BAD, Draft, counters, settle
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.protobuf import (
    LONGEST_MESSAGE,
    Fields,
    addresses_of,
    frames,
    read_fields,
    varints,
)
from noroshi.spine.flows.schema import ARROW
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model import FLOW, InputError
from noroshi.spine.model.protocol import ICMP, ICMPV6

_TYPE, _RATE, _BYTES, _PACKETS, _RECEIVED, _START, _END = 1, 3, 9, 10, 110, 111, 112
_SOURCE, _DESTINATION, _SAMPLER, _NEXT_HOP, _LABELS = 6, 7, 11, 12, 81
_PROTOCOL, _SOURCE_PORT, _DESTINATION_PORT, _ICMP_TYPE, _ICMP_CODE = 20, 21, 22, 31, 32
_FLAGS, _ETHERTYPE, _VLAN, _SOURCE_VLAN = 26, 30, 29, 33

_MORE = {
    14: "bgpSourceAsNumber", 15: "bgpDestinationAsNumber", 16: "sourcePrefixLength",
    17: "destinationPrefixLength", 18: "ingressInterface", 19: "egressInterface",
    23: "ipClassOfService", 24: "forwardingStatus", 37: "flowLabelIPv6",
    70: "observationDomainId",
}  # fmt: skip
"""Fields that are columns as they stand."""
_KEPT_AT_ZERO = {18, 19, 23}
_NUMBERS = (
    _TYPE, _RATE, _BYTES, _PACKETS, _RECEIVED, _START, _END, _PROTOCOL, _SOURCE_PORT,
    _DESTINATION_PORT, _ICMP_TYPE, _ICMP_CODE, _FLAGS, _ETHERTYPE, _VLAN, _SOURCE_VLAN, *_MORE,
)  # fmt: skip
_STRINGS = (_SOURCE, _DESTINATION, _SAMPLER, _NEXT_HOP, _LABELS)

_VERSIONS = np.array([0, 105, 5, 9, 10], np.int64)
"""Export version of each `FlowType`."""
_IP = (0, 0x0800, 0x86DD)
"""EtherTypes of flows that are IP; exporters without layer 2 tell none."""


_JUDGED_BY = 4
"""Messages that say what a file is."""


def is_goflow(first: bytes) -> bool:
    """Whether octets begin with length-delimited messages, most of the first flows with addresses.

    Damage further on may look like many messages; it makes no other file of this one.
    """
    starts, ends, _ = frames(first[:16_384])
    if not starts:
        return False
    some = slice(_JUDGED_BY)
    fields = _fields(Octets(first), np.array(starts[some]), np.array(ends[some]))
    lengths = np.stack([fields.length[_SOURCE], fields.length[_DESTINATION]])
    return bool((~fields.bad & np.isin(lengths, (4, 16)).all(axis=0)).mean() >= 0.5)


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of a file of length-delimited messages (`-format bin -transport.file`)."""
    rest, started = b"", False
    for block in read_blocks(source.path, tally):
        data = rest + block
        starts, ends, at = frames(data)
        if not started and not is_goflow(data):
            raise InputError(
                f"{source.path.name} holds no length-delimited flow messages; write it with "
                "goflow2 -format bin -transport file"
            )
        started = True
        if starts:
            yield settle(draft_of(Octets(data), np.array(starts), np.array(ends), tally), tally)
        rest = data[at:]
        if len(rest) > LONGEST_MESSAGE + 4:
            # No message is as long: the bounds of all that follows are lost.
            tally.drop(Refusal.BAD_RECORD)
            return
    if rest:
        tally.drop(Refusal.CUT_SHORT)


def undelimited(octets: Octets, start: I64, end: I64) -> I64:
    """Where messages of a queue really start: some producers put the length before each."""
    length, behind, whole = varints(octets, start)
    return np.where(whole & (behind + length == end), behind, start)


def draft_of(octets: Octets, start: I64, end: I64, tally: Tally) -> Draft:
    """Rows of whole messages; those that are no protobuf are counted."""
    fields = _fields(octets, start, end)
    if fields.bad.any():
        tally.drop(Refusal.BAD_RECORD, int(fields.bad.sum()))
        good = ~fields.bad
        fields = _fields(octets, start[good], end[good])
    tally.lines = None
    tally.read += len(fields.bad)
    number = fields.numbers
    source, source_known = addresses_of(octets, fields.start[_SOURCE], fields.length[_SOURCE])
    destination, known = addresses_of(
        octets, fields.start[_DESTINATION], fields.length[_DESTINATION]
    )
    first = np.where(number[_START] > 0, number[_START], number[_RECEIVED])
    last = np.where(number[_END] > 0, number[_END], first)
    is_icmp = np.isin(number[_PROTOCOL], (ICMP, ICMPV6))
    nothing = counters(len(first))
    return Draft(
        start_s=first / 1e9,
        duration_s=(last - first) / 1e9,
        source=source,
        source_known=source_known,
        destination=destination,
        destination_known=known,
        protocol=np.where(np.isin(number[_ETHERTYPE], _IP), number[_PROTOCOL], BAD),
        source_port=np.where(is_icmp, number[_ICMP_TYPE], number[_SOURCE_PORT]),
        destination_port=np.where(is_icmp, number[_ICMP_CODE], number[_DESTINATION_PORT]),
        octets=_counted(number[_BYTES]),
        packets=_counted(number[_PACKETS]),
        reverse_octets=nothing,
        reverse_packets=nothing,
        flags=number[_FLAGS],
        reverse_flags=nothing,
        more=_more(octets, fields),
    )


def _fields(octets: Octets, start: I64, end: I64) -> Fields:
    return read_fields(octets, start, end, _NUMBERS, _STRINGS)


def _counted(values: I64) -> I64:
    """Counters from 2^63 on look negative; they are faults, not absent."""
    return np.where(values < 0, BAD, values)


def _more(octets: Octets, fields: Fields) -> dict[str, Array]:
    number = fields.numbers
    more: dict[str, Array] = {}
    for which, name in _MORE.items():
        known = number[which] >= (0 if which in _KEPT_AT_ZERO else 1)
        more[name] = typed(number[which], ARROW[FLOW[name].type], known)
    hop, has_hop = addresses_of(octets, fields.start[_NEXT_HOP], fields.length[_NEXT_HOP])
    for half, values in (("Hi", hop.hi), ("Lo", hop.lo)):
        more[f"nextHop{half}"] = pa.array(values, pa.int64(), mask=~has_hop)
    label, _, _ = varints(octets, fields.start[_LABELS])
    vlan = np.where(number[_VLAN] > 0, number[_VLAN], number[_SOURCE_VLAN])
    version = _VERSIONS[np.where(np.isin(number[_TYPE], range(5)), number[_TYPE], 0)]
    return more | {
        "exporter": _exporter(octets, fields),
        "samplingInterval": typed(number[_RATE], pa.uint32(), number[_RATE] > 0),
        "collectionTimeMilliseconds": moments_ms(number[_RECEIVED] // 1_000_000),
        "exportVersion": pa.array(version.astype(np.uint8)),
        "mplsTopLabel": typed(label, pa.uint32(), fields.length[_LABELS] > 0),
        "vlanId": typed(vlan, pa.uint16(), vlan > 0),
    }


def _exporter(octets: Octets, fields: Fields) -> Array:
    sampler, known = addresses_of(octets, fields.start[_SAMPLER], fields.length[_SAMPLER])
    distinct, places = distinct_addresses(sampler)
    named = picked(format_addresses(distinct), places)
    return filled(only_where(known, named), "goflow")
