"""Sequence: export records that were sent and never came, by the numbers in the headers.

NetFlow v5 numbers flows, v9 datagrams, IPFIX data records, each modulo 2^32 per sender, port and
domain; sFlow v5 datagrams, per agent and sub-agent. Lost is what was expected less what came (the reckoning of RFC 3550 appendix A.3), so what
arrives late or in another order takes its loss back by itself.
"""

from collections import Counter, OrderedDict
from dataclasses import dataclass, field, replace

import numpy as np

from noroshi.spine.flows.address import I64, Mask
from noroshi.spine.flows.decode.datagrams import SESSION, Datagrams
from noroshi.spine.flows.decode.message import IPFIX, V5, V9, Messages
from noroshi.spine.flows.decode.sflow import SFLOW, agents_of
from noroshi.spine.flows.grouping import codes

WINDOW = {V5: 64 * 30, V9: 64, IPFIX: 64 * 64, SFLOW: 64}
"""How far back a number may lie and still be late, not a restart: 64 datagrams."""
MOST_LOST = 1 << 24
"""A jump ahead beyond it is a restart, too."""
BOOT_STEP_MS = 10_000
"""An exporter whose start moved by more has started again."""
MOST_STREAMS = 16_384
MOST_SENDERS = 16_384
"""Senders with losses or restarts of their own; what comes beyond is counted under `OTHERS`."""
_WRAP = 1 << 32
_PLACE = {V5: 16, V9: 12, IPFIX: 8}

Stream = tuple[int, int, int, int, int]
"""Sender (two halves), source port, domain (of sFlow: agent and sub-agent), version."""
Sender = tuple[int, int]
OTHERS: Sender = (0, 0)
"""`::`, which sends nothing."""


@dataclass(slots=True)
class Standing:
    """What is known of one stream since it began or began anew.

    Attributes:
        base: First number, unwrapped.
        highest: Number after the highest one seen, unwrapped.
        last: Number of the datagram that came last, unwrapped.
        received: Units that came.
        boot_ms: When the exporter started, as its last datagram said.
        export_ms: When its last datagram left.
        unsure: Whether the last datagram's units could not be counted.
    """

    base: int
    highest: int
    last: int
    received: int
    boot_ms: int
    export_ms: int
    unsure: bool

    @property
    def lost(self) -> int:
        """Units expected and not seen."""
        return max(0, self.highest - self.base - self.received)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Datagrams ordered by stream, then arrival."""

    rows: I64
    domain: I64
    first: Mask
    number: I64
    units: I64
    unsure: Mask
    boot_ms: I64
    export_ms: I64
    version: I64


@dataclass(slots=True)
class Sequences:
    """Keeps the standing of every stream, and what was lost per sender.

    Attributes:
        streams: Standing by stream, longest silent first.
        settled: Losses of streams that began anew or were forgotten, by sender.
        restarts: How often a sender's numbers began anew.
    """

    streams: OrderedDict[Stream, Standing] = field(default_factory=OrderedDict)
    settled: Counter[Sender] = field(default_factory=Counter)
    restarts: Counter[Sender] = field(default_factory=Counter)

    def lost(self) -> Counter[Sender]:
        """Units lost by sender: datagrams of v9 and sFlow, records of v5 and IPFIX."""
        total = Counter(self.settled)
        for (hi, lo, *_), standing in self.streams.items():
            total[hi, lo] += standing.lost
        return +total

    def take(self, batch: Datagrams, messages: Messages, records: I64, unsure: Mask) -> None:
        """Account for a batch.

        Args:
            batch: The datagrams.
            messages: Their headers.
            records: Data records in each.
            unsure: Where not all records could be counted, for want of a template.
        """
        messages, number_at = _with_sflow(batch, messages)
        known = np.flatnonzero(number_at >= 0)
        if not len(known):
            return
        stream = codes(messages.stream[known], messages.domain[known], messages.version[known])
        order = np.argsort(stream, kind="stable")
        rows = known[order]
        number = batch.octets.u32(number_at[rows])
        ordered = _ordered(batch, messages, records, unsure, rows, stream[order], number)
        self._walk(batch, ordered)

    def end_session(self, sender: Sender, port: int) -> None:
        """Settle what a TCP or TLS session lost; its number never comes again."""
        for key in [k for k in self.streams if k[:2] == sender and k[2] == port]:
            self._settle(sender, self.streams.pop(key).lost)

    def end_sessions(self) -> None:
        """Settle what all sessions lost: none outlives its collector."""
        for key in [k for k in self.streams if k[2] >= SESSION]:
            self._settle(key[:2], self.streams.pop(key).lost)

    def _settle(self, sender: Sender, lost: int) -> None:
        _add(self.settled, sender, lost)

    def _walk(self, batch: Datagrams, ordered: _Ordered) -> None:
        starts = np.flatnonzero(ordered.first)
        keys = [_key(batch, ordered, int(at)) for at in starts]
        before = [self.streams.get(key) for key in keys]
        step = _steps(ordered, starts, before)
        anew = _anew(ordered, step, starts, before)
        begins = np.flatnonzero(anew | ordered.first)
        unwrapped = _unwrapped(ordered, step, begins, anew, starts, before)
        after = unwrapped + ordered.units
        low = np.minimum.reduceat(unwrapped, begins)
        high = np.maximum.reduceat(after, begins)
        received = np.add.reduceat(ordered.units, begins)
        ends = np.append(begins[1:], len(ordered.rows)) - 1
        owner = np.searchsorted(starts, begins, side="right") - 1
        for index, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
            key = keys[int(owner[index])]
            standing = Standing(
                int(low[index]), int(high[index]), int(unwrapped[end]), int(received[index]),
                int(ordered.boot_ms[end]), int(ordered.export_ms[end]), bool(ordered.unsure[end]),
            )  # fmt: skip
            self._put(key, standing, begins_anew=bool(anew[begin]))

    def _put(self, key: Stream, standing: Standing, *, begins_anew: bool) -> None:
        old = self.streams.pop(key, None)
        sender = key[:2]
        if old is not None and begins_anew:
            self._settle(sender, old.lost)
            _add(self.restarts, sender, int(not old.unsure))
        elif old is not None:
            standing.base = min(old.base, standing.base)
            standing.highest = max(old.highest, standing.highest)
            standing.received += old.received
        self.streams[key] = standing
        if len(self.streams) > MOST_STREAMS:
            (hi, lo, *_), oldest = self.streams.popitem(last=False)
            self._settle((hi, lo), oldest.lost)


def _add(counts: Counter[Sender], sender: Sender, more: int) -> None:
    """Count, for a bounded number of senders: their addresses may be made up."""
    if more:
        counts[sender if sender in counts or len(counts) < MOST_SENDERS else OTHERS] += more


def _ordered(  # noqa: PLR0913, PLR0917  # the columns that are put in order
    batch: Datagrams,
    messages: Messages,
    records: I64,
    unsure: Mask,
    rows: I64,
    stream: I64,
    number: I64,
) -> _Ordered:
    version = messages.version[rows]
    first = np.ones(len(rows), np.bool_)
    first[1:] = stream[1:] != stream[:-1]
    # The header of v5 counts what was sent even where the datagram was spoiled on the way.
    told = batch.octets.u16(batch.start[rows] + 2)
    by_datagram = (version == V9) | (version == SFLOW)
    units = np.where(by_datagram, 1, np.where(version == V5, told, records[rows]))
    return _Ordered(
        rows,
        messages.domain[rows],
        first,
        number,
        units,
        unsure[rows] & (version == IPFIX),
        messages.boot_ms[rows],
        messages.export_ms[rows],
        version,
    )


def _steps(ordered: _Ordered, starts: I64, before: list[Standing | None]) -> I64:
    """From each number to the one before it in the stream, signed, modulo 2^32."""
    step = np.zeros(len(ordered.rows), np.int64)
    step[1:] = ordered.number[1:] - ordered.number[:-1]
    for at, standing in zip(starts.tolist(), before, strict=True):
        step[at] = 0 if standing is None else int(ordered.number[at]) - standing.last
    half = _WRAP // 2
    return (step + half) % _WRAP - half


def _anew(ordered: _Ordered, step: I64, starts: I64, before: list[Standing | None]) -> Mask:
    """Where a stream's numbers begin anew, or cannot be held against the one before."""
    window = np.select([ordered.version == v for v in WINDOW], list(WINDOW.values()), 0)
    boot = _shifted(ordered.boot_ms, starts, [s.boot_ms if s else None for s in before])
    sent = _shifted(ordered.export_ms, starts, [s.export_ms if s else None for s in before])
    unsure = _shifted(
        ordered.unsure.astype(np.int64), starts, [int(s.unsure) if s else None for s in before]
    )
    moved = ordered.boot_ms > boot + BOOT_STEP_MS
    zero = (ordered.version == IPFIX) & (ordered.number == 0) & (ordered.export_ms > sent)
    back = (step < 0) & (moved | zero)
    anew: Mask = back | (step < -window) | (step > MOST_LOST) | (unsure > 0)
    return anew


def _shifted(values: I64, starts: I64, before: list[int | None]) -> I64:
    """The value of the datagram before in the same stream; its own where there was none."""
    shifted = np.empty_like(values)
    shifted[1:] = values[:-1]
    for at, value in zip(starts.tolist(), before, strict=True):
        shifted[at] = values[at] if value is None else value
    return shifted


def _unwrapped(
    ordered: _Ordered,
    step: I64,
    begins: I64,
    anew: Mask,
    starts: I64,
    before: list[Standing | None],
) -> I64:
    """Numbers that go on above 2^32, counted from where each stretch begins."""
    origin = ordered.number[begins].copy()
    of_start = dict(zip(starts.tolist(), before, strict=True))
    for index, begin in enumerate(begins.tolist()):
        standing = of_start.get(begin)
        if standing is not None and not anew[begin]:
            origin[index] = standing.last + step[begin]
    run = np.cumsum(step)
    return run + np.repeat(origin - run[begins], np.diff(np.append(begins, len(step))))


def _with_sflow(batch: Datagrams, messages: Messages) -> tuple[Messages, I64]:
    """Headers with those of sFlow filled in, and where each datagram's number lies; -1 for none."""
    version = messages.version
    number_at = np.full(len(version), -1, np.int64)
    for known, place in _PLACE.items():
        number_at = np.where(version == known, batch.start + place, number_at)
    agents = agents_of(batch)
    rows, rest = agents.datagram, agents.rest
    if not len(rows):
        return messages, number_at
    domain, boot, sent = (
        column.copy() for column in (messages.domain, messages.boot_ms, messages.export_ms)
    )
    number_at[rows] = rest + 4
    domain[rows] = agents.identities(batch)
    # The header tells its uptime, but not the time.
    sent[rows] = batch.received_ms[rows]
    boot[rows] = batch.received_ms[rows] - batch.octets.u32(rest + 8)
    return replace(messages, domain=domain, boot_ms=boot, export_ms=sent), number_at


def _key(batch: Datagrams, ordered: _Ordered, at: int) -> Stream:
    row = int(ordered.rows[at])
    return (
        int(batch.sender.hi[row]),
        int(batch.sender.lo[row]),
        int(batch.port[row]),
        int(ordered.domain[at]),
        int(ordered.version[at]),
    )
