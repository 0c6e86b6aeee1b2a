"""Flows: records of one layout as a draft of the flow table."""

from typing import cast

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses
from noroshi.spine.flows.arrow import Array, moments_ms, typed
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.message import Messages
from noroshi.spine.flows.decode.options import Options
from noroshi.spine.flows.decode.records import Records
from noroshi.spine.flows.decode.times import flow_times
from noroshi.spine.flows.draft import BAD, MISSING, Draft, counters
from noroshi.spine.flows.grouping import among
from noroshi.spine.flows.schema import ARROW
from noroshi.spine.model import FLOW, FLOW_COLUMNS, Column, Element, Type
from noroshi.spine.model.protocol import ICMP, ICMPV6

_SPECIAL = frozenset(
    {
        "flowStartMilliseconds", "flowEndMilliseconds", "collectionTimeMilliseconds", "ipVersion",
        "protocolIdentifier", "sourceTransportPort", "destinationTransportPort", "icmpTypeCode",
        "tcpControlBits", "reverseTcpControlBits", "octetDeltaCount", "packetDeltaCount",
        "reverseOctetDeltaCount", "reversePacketDeltaCount", "samplingInterval", "samplingSource",
        "subscriberSide", "observationDomainId", "exportVersion", "exporter",
    }
)  # fmt: skip
_PLAIN: tuple[Column, ...] = tuple(
    c for c in FLOW_COLUMNS
    if c.ipfix and c.name not in _SPECIAL and not c.name.endswith(("Hi", "Lo"))
)  # fmt: skip
_OTHER_ADDRESSES = ("nextHop", "postNATSourceAddress", "postNATDestinationAddress")


def flow_draft(records: Records, batch: Datagrams, messages: Messages, options: Options) -> Draft:
    """A draft of data records; what they leave out is missing, except what the header tells."""
    rows = len(records)
    start_ms, end_ms = flow_times(records, messages, options.boot_ms(records, batch, messages))
    source, destination = records.addresses(8, 27), records.addresses(12, 28)
    protocol = _first(records, FLOW["protocolIdentifier"])
    return Draft(
        start_s=start_ms / 1000.0,
        duration_s=(end_ms - start_ms) / 1000.0,
        source=source or _nowhere(rows),
        source_known=np.full(rows, source is not None),
        destination=destination or _nowhere(rows),
        destination_known=np.full(rows, destination is not None),
        protocol=np.zeros(rows, np.int64) if protocol is None else protocol,
        source_port=_or(_first(records, FLOW["sourceTransportPort"]), 0, rows),
        destination_port=_or(_first(records, FLOW["destinationTransportPort"]), 0, rows),
        octets=_counter(records, "octetDeltaCount"),
        packets=_counter(records, "packetDeltaCount"),
        reverse_octets=_counter(records, "reverseOctetDeltaCount"),
        reverse_packets=_counter(records, "reversePacketDeltaCount"),
        flags=_flags(records, "tcpControlBits"),
        reverse_flags=_flags(records, "reverseTcpControlBits"),
        more=_more(records, batch, messages, options),
    )


def _more(
    records: Records, batch: Datagrams, messages: Messages, options: Options
) -> dict[str, Array]:
    at = records.datagram
    rate, origin = options.sampling(records, batch, messages)
    domain = records.number(149)
    more: dict[str, Array] = {
        "collectionTimeMilliseconds": moments_ms(batch.received_ms[at]),
        "exportVersion": pa.array(messages.version[at].astype(np.uint8)),
        "exporter": batch.exporters(at),
        "icmpTypeCode": _icmp(records),
    }
    if rate.any():
        more["samplingInterval"] = typed(rate, pa.uint32(), rate > 0)
        more["samplingSource"] = typed(origin, pa.uint8(), rate > 0)
    told = messages.domain[at] if domain is None else domain & 0xFFFFFFFF
    more["observationDomainId"] = pa.array(told.astype(np.uint32))
    for name in _OTHER_ADDRESSES:
        four, six = (element.id for element in FLOW[f"{name}Hi"].ipfix)
        addresses = records.addresses(four, six)
        if addresses is not None:
            more[f"{name}Hi"], more[f"{name}Lo"] = pa.array(addresses.hi), pa.array(addresses.lo)
    for column in _PLAIN:
        filled = _plain(records, column)
        if filled is not None:
            more[column.name] = filled
    return more


def _plain(records: Records, column: Column) -> Array | None:
    if column.type is Type.TEXT:
        return records.texts(column.ipfix[0].id)
    kind = ARROW[column.type]
    for element in column.ipfix:
        exact = records.exact(element.id, element.pen, kind.to_pandas_dtype())
        if exact is not None:
            return cast("Array", pa.array(exact))
        value = _number(records, element)
        if value is not None:
            return typed(value, kind, value >= 0)
    return None


def _first(records: Records, column: Column) -> I64 | None:
    for element in column.ipfix:
        value = _number(records, element)
        if value is not None:
            return value
    return None


def _number(records: Records, element: Element) -> I64 | None:
    return records.number(element.id, element.pen)


def _counter(records: Records, name: str) -> I64:
    value = _first(records, FLOW[name])
    if value is None:
        return counters(len(records))
    return np.where(value < 0, BAD, value) if (value < 0).any() else value


def _flags(records: Records, name: str) -> I64:
    value = _first(records, FLOW[name])
    return counters(len(records)) if value is None else value & 0xFFFF


def _icmp(records: Records) -> Array:
    """Type and code: 32 or 139, else 176-179, else what v5 and v9 put in the destination port."""
    protocol = _or(records.number(4), MISSING, len(records))
    code = records.any_number(32, 139)
    if code is None:
        type_, sub = records.any_number(176, 178), records.any_number(177, 179)
        if type_ is not None and sub is not None:
            code = type_ << 8 | sub
        else:
            code = _or(records.number(11), MISSING, len(records))
    return typed(code, pa.uint16(), among(protocol, ICMP, ICMPV6) & (code >= 0))


def _or(value: I64 | None, otherwise: int, rows: int) -> I64:
    return np.full(rows, otherwise, np.int64) if value is None else value


def _nowhere(rows: int) -> Addresses:
    return Addresses(np.zeros(rows, np.int64), np.zeros(rows, np.int64))
