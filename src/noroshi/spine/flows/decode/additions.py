"""Additions: what less common elements add to a draft. A layout without them costs a few look-ups."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, typed
from noroshi.spine.flows.decode.events import with_events
from noroshi.spine.flows.decode.framed import with_frames
from noroshi.spine.flows.decode.records import Records
from noroshi.spine.flows.draft import BAD, MISSING, Draft
from noroshi.spine.model.protocol import ICMP, ICMPV6

_LABEL, _MPLS_SECTION_OCTETS = 70, 3
_FLOW_LABEL = 31


def with_additions(draft: Draft, records: Records) -> Draft:
    """The draft with all that its layout's special elements tell."""
    draft = with_events(draft, records)
    draft = _with_other_counters(draft, records)
    columns = {
        name: column
        for name, read in _COLUMNS.items()
        if (column := read(records, draft)) is not None
    }
    if columns:
        draft = replace(draft, more={**draft.more, **columns})
    return with_frames(draft, records)


def _with_other_counters(draft: Draft, records: Records) -> Draft:
    """Octets and packets as they left (23, 24), or octets with their link headers (352).

    They stand in only where the layout counts nothing else.
    """
    if not any(records.has(e) for e in (1, 85, 231)):
        draft = replace(draft, octets=_counter(records.any_number(23, 352), draft.octets))
    if not any(records.has(e) for e in (2, 86, 298)):
        draft = replace(draft, packets=_counter(records.number(24), draft.packets))
    return draft


def _counter(value: I64 | None, otherwise: I64) -> I64:
    return otherwise if value is None else np.where(value < 0, BAD, value)


def _label(records: Records, _: Draft) -> Array | None:
    """The 20 bits of the label, without class and bottom bit (RFC 3032 section 2.1)."""
    place = records.place(_LABEL)
    value = records.number(_LABEL)
    if place is None or value is None:
        return None
    label = np.where(np.asarray(place[1]) == _MPLS_SECTION_OCTETS, value >> 4, value)
    return typed(label, pa.uint32(), np.ones(len(records), np.bool_))


def _flow_label(records: Records, _: Draft) -> Array | None:
    """The 20 low bits; exporters send three or four octets."""
    value = records.number(_FLOW_LABEL)
    if value is None:
        return None
    return typed(value & 0xFFFFF, pa.uint32(), value >= 0)


def _vlan(records: Records, _: Draft) -> Array | None:
    """The tag on the wire (243) where the older element (58) is absent."""
    if records.has(58):
        return None
    tag = records.number(243)
    return None if tag is None else typed(tag & 0xFFF, pa.uint16(), tag > 0)


def _icmp(records: Records, draft: Draft) -> Array | None:
    """Where a layout serves both versions of IP: the element of the record's own protocol."""
    pairs = [
        (_joined(records, 32, 176, 177), ICMP),
        (_joined(records, 139, 178, 179), ICMPV6),
    ]
    if any(code is None for code, _ in pairs):
        return None
    found = np.full(len(records), MISSING, np.int64)
    for code, protocol in pairs:
        assert code is not None
        found = np.where(draft.protocol == protocol, code, found)
    return typed(found, pa.uint16(), found >= 0)


def _joined(records: Records, both: int, type_: int, code: int) -> I64 | None:
    value = records.number(both)
    if value is not None:
        return value
    first, second = records.number(type_), records.number(code)
    return None if first is None or second is None else first << 8 | second


_COLUMNS: dict[str, Callable[[Records, Draft], Array | None]] = {
    "mplsTopLabel": _label,
    "flowLabelIPv6": _flow_label,
    "vlanId": _vlan,
    "icmpTypeCode": _icmp,
}
