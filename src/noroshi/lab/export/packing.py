"""Packing: which records travel in which datagram, and when it leaves."""

from dataclasses import dataclass

import numpy as np

from noroshi.lab.columns import I64, Mask
from noroshi.lab.observe import Records

MAX_PAYLOAD = 1464
"""UDP payload that fits an Ethernet frame with room for one tunnel header (RFC 7011 10.3.3 asks
for the path MTU)."""

FLUSH_MS = 10_000
"""An unfilled datagram leaves at the end of such a period, so no record waits longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """Datagrams of one router in order of sending.

    Attributes:
        order: Records (index) in the order in which they are sent.
        datagram: Datagram of each record in that order.
        nth: Place of each record in its datagram.
        is_v6: Per datagram: all its records are IPv6.
        count: Per datagram: records in it.
        sent_ms: Per datagram: Unix milliseconds.
    """

    order: I64
    datagram: I64
    nth: I64
    is_v6: Mask
    count: I64
    sent_ms: I64


def pack(records: Records, per_v4: int, per_v6: int) -> Packing:
    """Fill datagrams by address family; records are in order of export."""
    is_v6 = records.source.hi != 0
    group = (records.export_ms // FLUSH_MS) * 2 + is_v6
    order = np.argsort(group, kind="stable")
    place = _place_in_run(group[order])
    room = np.where(is_v6[order], per_v6, per_v4)
    first = np.flatnonzero(place % room == 0)
    count = np.diff(np.append(first, len(order)))
    sent_ms = records.export_ms[order[first + count - 1]] if len(first) else first
    sending = np.argsort(sent_ms, kind="stable")
    rank = np.empty_like(sending)
    rank[sending] = np.arange(len(sending))
    datagram = np.repeat(rank, count)
    by_datagram = np.argsort(datagram, kind="stable")
    return Packing(
        order=order[by_datagram],
        datagram=datagram[by_datagram],
        nth=(place % room)[by_datagram],
        is_v6=is_v6[order[first]][sending],
        count=count[sending],
        sent_ms=sent_ms[sending],
    )


def _place_in_run(values: I64) -> I64:
    """How many equal values stand directly before each."""
    index = np.arange(len(values))
    starts = np.append(True, values[1:] != values[:-1])[: len(values)]
    place: I64 = index - np.maximum.accumulate(np.where(starts, index, 0))
    return place
