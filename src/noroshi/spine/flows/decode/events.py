"""Events: what firewalls and NAT devices log as flow records, so that no flow counts twice.

Cisco's NSEL tells of a flow when it is created and again, with its traffic, when it is torn down;
both are records of one flow (elements 233 and, before it was registered, 40005). RFC 8158 does the
same for NAT sessions with element 230; those rows are kept, for they hold the translation.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import typed
from noroshi.spine.flows.decode.records import Records
from noroshi.spine.flows.draft import BAD, Draft
from noroshi.spine.flows.tally import Aside, Tally

CREATED = 1
"""Value of firewallEvent for a flow that begins (IANA registry, element 233)."""
EVENTS = (233, 40005)
_TRAFFIC = ((1, 0), (2, 0), (85, 0), (86, 0), (231, 0), (232, 0), (298, 0), (299, 0))
_XLATE = ((40001, "postNATSourceAddress"), (40002, "postNATDestinationAddress"))
"""Translated addresses of ASA before 8.4."""
_XLATE_PORTS = (
    (40003, "postNAPTSourceTransportPort"),
    (40004, "postNAPTDestinationTransportPort"),
)


def reported(records: Records, tally: Tally) -> Records:
    """Without records that only announce a flow: it is told again, with its traffic, when it ends."""
    event = records.any_number(*EVENTS)
    if event is None:
        return records
    created = event == CREATED
    if not created.any():
        return records
    for element, pen in _TRAFFIC:
        amount = records.number(element, pen)
        if amount is not None:
            created &= amount == 0
    tally.pass_over(Aside.FLOW_BEGUN, int(created.sum()))
    return records.take(~created) if created.any() else records


def with_events(draft: Draft, records: Records) -> Draft:
    """The draft with the counters and translations that firewalls tell in elements of their own.

    Initiator and responder are the two directions of one record (231, 298; 232, 299), of layer 4
    payload since the last report; they count only where the layout has no plain counters.
    """
    if records.has(231):
        draft = _both_ways(draft, records)
    more = dict(draft.more)
    event = records.number(40005)
    if event is not None and not records.has(233):
        more["firewallEvent"] = typed(event, pa.uint8(), event >= 0)
    for element, name in _XLATE:
        addresses = records.addresses(element, element)
        if addresses is not None and f"{name}Hi" not in more:
            more[f"{name}Hi"], more[f"{name}Lo"] = pa.array(addresses.hi), pa.array(addresses.lo)
    for element, name in _XLATE_PORTS:
        port = records.number(element)
        if port is not None and name not in more:
            more[name] = typed(port, pa.uint16(), port >= 0)
    return replace(draft, more=more) if len(more) > len(draft.more) else draft


def _both_ways(draft: Draft, records: Records) -> Draft:
    plain = records.has(1) or records.has(85)
    counted = records.has(2) or records.has(86)
    stitched = records.has(1, 29305) or records.has(85, 29305)
    reverse = None if stitched or plain else records.number(232)
    return replace(
        draft,
        octets=draft.octets if plain else _bounded(records.number(231), draft.octets),
        packets=draft.packets if counted else _bounded(records.number(298), draft.packets),
        reverse_octets=_bounded(reverse, draft.reverse_octets),
        reverse_packets=(
            draft.reverse_packets
            if counted or reverse is None
            else _bounded(records.number(299), draft.reverse_packets)
        ),
    )


def _bounded(value: I64 | None, otherwise: I64) -> I64:
    return otherwise if value is None else np.where(value < 0, BAD, value)
