"""Stream: a load as chunks of datagrams, each laid out in one buffer.

Exporters take turns, so a chunk is a table of turns by exporters; numbers that run on from chunk to
chunk are kept by exporter. Each chunk draws from its own random stream.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address

import numpy as np

from noroshi.lab.columns import I64, U8, Mask
from noroshi.lab.export.form import TEMPLATE_V4, TEMPLATE_V6, Sending
from noroshi.lab.export.frame import FRAME_SIZE, frames
from noroshi.lab.export.octets import rows, scatter
from noroshi.lab.load.flows import V6_SHARE, Flows, draw
from noroshi.lab.load.load import FIRST_EXPORTER, PORT, Kind, Load
from noroshi.lab.load.writer import writer_of
from noroshi.lab.seed import rng_of

COLLECTOR = IPv4Address("172.31.255.254")
CHUNK = 1024
"""Datagrams made at once: enough for numpy, few enough for a sender that waits for them.

Part of what a seed means: chance is drawn a chunk at a time.
"""
REFRESH_S, REFRESH_DATAGRAMS = 60, 500
"""Templates go out again after the sooner of both (RFC 7011 section 8.4)."""
KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Datagrams in order of sending.

    Attributes:
        buffer: All of them, each behind the frame that a pcap file wants.
        start: Where each payload lies.
        length: Its octets.
        exporter: Who sends it.
        sent_us: When, Unix microseconds.
        flows: What data datagrams hold, in order; the truth.
    """

    buffer: U8
    start: I64
    length: I64
    exporter: I64
    sent_us: I64
    flows: Flows

    def __len__(self) -> int:
        return len(self.start)

    def pcap(self) -> memoryview:
        """Records of a pcap file."""
        return memoryview(self.buffer.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What each datagram of a chunk is to hold."""

    exporter: I64
    control: Mask
    is_v6: Mask
    count: I64
    sent_us: I64


class Stream:
    """The datagrams of a load."""

    def __init__(self, load: Load, *, chunk: int = CHUNK) -> None:
        self.load = load
        self._writers = [writer_of(load, number) for number in range(load.exporters)]
        forms = [writer.form for writer in self._writers]
        self._kinds = np.array([KINDS.index(writer.kind) for writer in self._writers])
        self._forms = {int(self._kinds[n]): form for n, form in enumerate(forms)}
        self._limits = np.array([form.limits() for form in forms])
        self._header_size = np.array([form.header_size for form in forms])
        self._has_sets = np.array([form.set_header_size > 0 for form in forms])
        self._before = np.array([form.header_size + form.set_header_size for form in forms])
        controls = [writer.control for writer in self._writers]
        self._has_control = np.array([control is not None for control in controls])
        self._control_length = self._header_size + [len(c.body) if c else 0 for c in controls]
        self._boot_ms = np.array([load.boot_ms(number) for number in range(load.exporters)])
        self._tick_ms = np.array([writer.tick_ms for writer in self._writers])
        self._port = np.array([PORT[writer.kind] for writer in self._writers])
        self._flows_sent = np.zeros(load.exporters, np.int64)
        self._controls_sent = np.zeros(load.exporters, np.int64)
        self._datagrams_sent = np.zeros(load.exporters, np.int64)
        self.turns = max(1, chunk // load.exporters)
        per_exporter = load.rate_pps / load.exporters
        self._refresh = int(min(REFRESH_DATAGRAMS, max(10, per_exporter * REFRESH_S)))

    def chunks(self) -> Iterator[Chunk]:
        """All datagrams, some thousands at a time."""
        turn, left = 0, self.load.flows
        while left > 0:
            random = rng_of(self.load.seed, f"load {turn}")
            plan = self._plan(random, turn, left)
            if not len(plan.count):
                return
            yield self._laid_out(random, plan)
            left -= int(plan.count.sum())
            turn += self.turns

    def _plan(self, random: np.random.Generator, turn: int, left: int) -> _Plan:
        exporters = self.load.exporters
        number = np.arange(turn * exporters, (turn + self.turns) * exporters)
        exporter = number % exporters
        control = (number // exporters % self._refresh == 0) & self._has_control[exporter]
        v4, v6 = self._limits[exporter].T
        # So many datagrams are IPv6 that its share of flows comes out.
        share = np.where(v6 > 0, V6_SHARE / np.maximum(v6, 1), 0.0)
        share = share / (share + (1 - V6_SHARE) / v4)
        is_v6 = random.random(len(number)) < share
        count = np.where(control, 0, np.where(is_v6, v6, v4))
        total = np.cumsum(count)
        before = total - count
        kept = before < left
        if self.load.datagrams is not None:
            kept &= number < self.load.datagrams
        count = np.minimum(count, np.maximum(left - before, 0))
        sent_us = self.load.start_ms * 1000 + (number * (1e6 / self.load.rate_pps)).astype(np.int64)
        return _Plan(
            exporter=exporter[kept], control=control[kept], is_v6=is_v6[kept], count=count[kept],
            sent_us=sent_us[kept],
        )  # fmt: skip

    def _clock(self, plan: _Plan) -> I64:
        """Exporters' own time of sending; v9 tells whole seconds."""
        tick = self._tick_ms[plan.exporter]
        clock: I64 = plan.sent_us // 1000 // tick * tick
        return clock

    def _draw(self, random: np.random.Generator, plan: _Plan, owner: I64, clock: I64) -> Flows:
        exporter = plan.exporter[owner]
        sampled = self._kinds[exporter] == KINDS.index(Kind.SFLOW)
        is_v6 = plan.is_v6[owner]
        if sampled.any():
            is_v6 = np.where(sampled, random.random(len(owner)) < V6_SHARE, is_v6)
        return draw(random, exporter=exporter, is_v6=is_v6, sent_ms=clock[owner], sampled=sampled)

    def _laid_out(self, random: np.random.Generator, plan: _Plan) -> Chunk:
        owner = np.repeat(np.arange(len(plan.count)), plan.count)
        clock = self._clock(plan)
        flows = self._draw(random, plan, owner, clock)
        kinds = self._kinds[flows.exporter]
        ahead = np.concatenate([[0], np.cumsum(self._sizes(flows, kinds))])
        first = np.cumsum(plan.count) - plan.count
        content = ahead[first + plan.count] - ahead[first]
        length = self._lengths(plan, content)
        start = np.cumsum(FRAME_SIZE + length) - length
        end = int(start[-1] + length[-1])
        buffer = np.zeros(end + FRAME_SIZE, np.uint8)
        place = (start + self._before[plan.exporter] - ahead[first])[owner] + ahead[:-1]
        number = (self._numbers(plan) - first)[owner] + np.arange(len(owner))
        self._put_records(buffer, flows, kinds, place, number)
        _put_padding(buffer, start + self._before[plan.exporter] + content, start + length)
        self._put_headers(buffer, plan, start, length, clock)
        return Chunk(
            buffer=buffer[:end], start=start, length=length, exporter=plan.exporter,
            sent_us=plan.sent_us, flows=flows,
        )  # fmt: skip

    def _numbers(self, plan: _Plan) -> I64:
        """Flows that its exporter sent before each datagram."""
        numbers, exporters = np.empty_like(plan.count), self.load.exporters
        for exporter in range(min(exporters, len(numbers))):
            count = plan.count[exporter::exporters]
            numbers[exporter::exporters] = self._flows_sent[exporter] + np.cumsum(count) - count
        return numbers

    def _sizes(self, flows: Flows, kinds: I64) -> I64:
        """Octets of each record."""
        forms = self._forms
        if len(forms) == 1:
            return next(iter(forms.values())).sizes(flows)
        size = np.zeros(len(flows), np.int64)
        for kind, form in forms.items():
            rows_ = np.flatnonzero(kinds == kind)
            size[rows_] = form.sizes(flows.take(rows_))
        return size

    def _lengths(self, plan: _Plan, content: I64) -> I64:
        """Payload of each datagram; sets end on 4 octets."""
        padding = np.where(self._has_sets[plan.exporter], -content % 4, 0)
        data = self._before[plan.exporter] + content + padding
        return np.where(plan.control, self._control_length[plan.exporter], data)

    def _put_records(self, buffer: U8, flows: Flows, kinds: I64, place: I64, number: I64) -> None:
        """Records in ascending order.

        Those of any length are written as long as the longest: what is too much falls on the next
        record, which comes after it, or on the room for the next frame.
        """
        boot_ms = self._boot_ms[flows.exporter]
        for kind, form in self._forms.items():
            for v6 in form.families:
                chosen = kinds == kind
                if v6 is not None:
                    chosen &= flows.is_v6 == v6
                if not chosen.any():
                    continue
                at = np.flatnonzero(chosen)
                made = form.write(flows.take(at), boot_ms[at], number[at], v6=bool(v6))
                scatter(buffer, place[at], made)

    def _put_headers(self, buffer: U8, plan: _Plan, start: I64, length: I64, clock: I64) -> None:
        """All that is not records: frames, message headers, set headers, templates."""
        around = frames(
            plan.sent_us,
            length,
            exporter=int(FIRST_EXPORTER) + plan.exporter,
            collector=COLLECTOR,
            port=self._port[plan.exporter],
        )
        scatter(buffer, start - FRAME_SIZE, around)
        sets = np.flatnonzero(self._has_sets[plan.exporter] & ~plan.control)
        heads = rows([("id", ">u2"), ("length", ">u2")], len(sets))
        header_size = self._header_size[plan.exporter[sets]]
        heads["id"] = np.where(plan.is_v6[sets], TEMPLATE_V6, TEMPLATE_V4)
        heads["length"] = length[sets] - header_size
        scatter(buffer, start[sets] + header_size, heads)
        for number in range(min(self.load.exporters, len(start))):
            self._put_exporter(buffer, plan, start, length, clock, number)

    def _put_exporter(
        self, buffer: U8, plan: _Plan, start: I64, length: I64, clock: I64, number: int
    ) -> None:
        """Message headers of one exporter, and its templates."""
        mine, writer = slice(number, None, self.load.exporters), self._writers[number]
        control, count = plan.control[mine], plan.count[mine]
        records = flows_in = 0
        if writer.control is not None:
            records, flows_in = writer.control.records, writer.control.flows
            body = np.void(writer.control.body)
            again = rows([("body", f"V{len(writer.control.body)}")], int(control.sum()))
            again["body"] = body
            scatter(buffer, start[mine][control] + writer.form.header_size, again)
        sending = Sending(
            sent_ms=clock[mine],
            length=length[mine],
            count=np.where(control, records, count),
            flows=np.where(control, flows_in, count),
            datagrams_before=int(self._datagrams_sent[number]),
            flows_before=int(self._flows_sent[number] + self._controls_sent[number] * flows_in),
        )
        scatter(buffer, start[mine], writer.head.headers(sending))
        self._datagrams_sent[number] += len(count)
        self._controls_sent[number] += int(control.sum())
        self._flows_sent[number] += int(count.sum())


def _put_padding(buffer: U8, start: I64, end: I64) -> None:
    """Zeros where a record of any length may have left something."""
    for nth in range(3):
        at = start + nth
        buffer[at[at < end]] = 0
