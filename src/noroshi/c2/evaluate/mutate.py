"""Mutate: the same C&C channels as a more careful author would have made them.

Only flows of C&C servers change; who commands whom stays as it was, so the truth is known.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from noroshi.c2.analyse import Floats, Ints
from noroshi.spine.flows.arrow import as_integers, filled, is_null, moments_ms, with_column
from noroshi.spine.model import Window
from noroshi.spine.model.address import address_halves

DAY_MS = 86_400_000
RHYTHM = 6
"""Gaps from which a channel has a rhythm that can be stretched; fewer are left as they are."""

ONE_VISIT_S = 0.5
"""Gaps below this are parallel connections of one visit."""

MOST = 20_000
"""Most contacts that a hurried channel gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """What an author changes.

    Attributes:
        name: For reports.
        jitter: Each gap is multiplied by a number drawn from 1 - jitter to 1 + jitter.
        sleep_s: Median gap that every rhythmic channel gets; null leaves it.
        padding: Octets, drawn from 0 to this, added to each direction of each contact.
        days: Length of the window: ordinary flows are repeated day by day.
    """

    name: str
    jitter: float = 0.0
    sleep_s: float | None = None
    padding: int = 0
    days: int = 1


MUTATIONS = (
    Mutation(name="jitter 10 %", jitter=0.1),
    Mutation(name="jitter 30 %", jitter=0.3),
    Mutation(name="jitter 50 %", jitter=0.5),
    Mutation(name="sleep 1 s", sleep_s=1),
    Mutation(name="sleep 10 s", sleep_s=10),
    Mutation(name="sleep 60 s", sleep_s=60),
    Mutation(name="sleep 10 min", sleep_s=600),
    Mutation(name="sleep 1 h", sleep_s=3600),
    Mutation(name="sleep 1 h, 7 days", sleep_s=3600, days=7),
    Mutation(name="padding to 512 B", padding=512),
    Mutation(name="jitter 50 %, padding to 512 B", jitter=0.5, padding=512),
)
"""What is tried."""


def mutate(
    flows: pa.Table,
    servers: Collection[str],
    mutation: Mutation,
    window: Window,
    rng: np.random.Generator,
) -> pa.Table:
    """The flow table with the channels of some servers changed.

    Args:
        flows: Columns of the flow table.
        servers: Canonical addresses of the C&C servers.
        mutation: What changes.
        window: Time the flows cover; contacts moved behind its end (times `days`) are lost.
        rng: Source of chance.
    """
    mine = _touches(flows, servers)
    ordinary, ours = flows.filter(pa.array(~mine)), flows.filter(pa.array(mine))
    end_ms = window.start_ms + mutation.days * (window.end_ms - window.start_ms)
    rows, starts = _schedule(ours, mutation, end_ms, rng)
    changed = _padded(_moved(ours, rows, starts), mutation.padding, rng)
    days = [_shifted(ordinary, day * DAY_MS) for day in range(mutation.days)]
    return pa.concat_tables([*days, changed.cast(flows.schema)])


def _schedule(
    flows: pa.Table, mutation: Mutation, end_ms: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Which row each new contact copies, and when it starts, in Unix milliseconds."""
    starts = _whole(flows, "flowStartMilliseconds")
    order = np.lexsort((starts, _channels(flows)))
    edges = np.flatnonzero(np.diff(_channels(flows)[order])) + 1
    rows, times = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for channel in np.split(order, edges):
        given = starts[channel]
        gaps_s = np.diff(given) / 1000.0
        last = end_ms if mutation.days > 1 else given[-1:].max(initial=0)
        if len(gaps_s) >= RHYTHM and mutation.sleep_s is not None:
            gaps_s = _slept(gaps_s, mutation.sleep_s, (max(last, end_ms) - given[0]) / 1000.0)
        gaps_s = gaps_s * rng.uniform(1 - mutation.jitter, 1 + mutation.jitter, len(gaps_s))
        moved = given[:1] + np.concatenate([[0.0], 1000.0 * np.cumsum(gaps_s)])[: len(gaps_s) + 1]
        kept = moved < end_ms if len(given) else np.zeros(0, bool)
        rows.append(np.resize(channel, len(gaps_s) + 1)[kept])
        times.append(moved[kept].astype(np.int64))
    return np.concatenate(rows), np.concatenate(times)


def _slept(gaps_s: Floats, sleep_s: float, span_s: float) -> Floats:
    """Gaps stretched to a median, repeated until they fill a span."""
    visits = gaps_s[gaps_s >= ONE_VISIT_S]
    if not len(visits):
        return gaps_s
    stretched = gaps_s * (sleep_s / float(np.median(visits)))
    times = int(np.ceil(span_s / max(float(stretched.sum()), 1e-3)))
    return np.resize(stretched, min(max(len(gaps_s) * times, len(gaps_s)), MOST))


def _moved(flows: pa.Table, rows: Ints, starts: Ints) -> pa.Table:
    """Copies of rows at new starts; every contact keeps its length."""
    copies = flows.take(rows)
    lasted = _whole(copies, "flowEndMilliseconds") - _whole(copies, "flowStartMilliseconds")
    copies = with_column(copies, "flowStartMilliseconds", moments_ms(starts))
    return with_column(copies, "flowEndMilliseconds", moments_ms(starts + lasted))


def _padded(flows: pa.Table, padding: int, rng: np.random.Generator) -> pa.Table:
    if not padding:
        return flows
    for name in ("octetDeltaCount", "reverseOctetDeltaCount"):
        octets = _whole(flows, name)
        more = rng.integers(0, padding + 1, len(octets)) * (octets > 0)
        column = pa.array(octets + more, pa.int64(), mask=is_null(flows[name]))
        flows = with_column(flows, name, column)
    return flows


def _shifted(flows: pa.Table, by_ms: int) -> pa.Table:
    if not by_ms:
        return flows
    moved = flows
    for name in ("flowStartMilliseconds", "flowEndMilliseconds"):
        moved = with_column(moved, name, moments_ms(_whole(flows, name) + by_ms))
    return moved.cast(flows.schema)


def _touches(flows: pa.Table, servers: Collection[str]) -> NDArray[np.bool_]:
    halves = {address_halves(address) for address in servers}
    touches = np.zeros(flows.num_rows, bool)
    for hi, lo in halves:
        for end in ("source", "destination"):
            at_hi = _whole(flows, f"{end}AddressHi") == hi
            touches |= at_hi & (_whole(flows, f"{end}AddressLo") == lo)
    return touches


def _channels(flows: pa.Table) -> Ints:
    """A number for each pair of addresses with the lower port, the same in both directions."""
    ends = [
        np.column_stack([_whole(flows, f"{end}AddressHi"), _whole(flows, f"{end}AddressLo")])
        for end in ("source", "destination")
    ]
    ports = np.minimum(
        _whole(flows, "sourceTransportPort"), _whole(flows, "destinationTransportPort")
    )
    turned = (ends[0] > ends[1]).any(axis=1) & ~(ends[0] < ends[1])[:, 0]
    first = np.where(turned[:, None], ends[1], ends[0])
    second = np.where(turned[:, None], ends[0], ends[1])
    keys = np.column_stack([first, second, ports])
    if not len(keys):
        return np.zeros(0, np.int64)
    _, number = np.unique(keys, axis=0, return_inverse=True)
    return number.reshape(-1).astype(np.int64)


def _whole(flows: pa.Table, name: str) -> Ints:
    column = flows[name]
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("ms"))
    return as_integers(filled(column.cast(pa.int64()), 0))
