"""Observe: what routers make of conversations: one-way records, cut by timeouts, perhaps sampled."""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

import numpy as np

from noroshi.lab.columns import I32, I64, U8, Columns, Ends, FlowBatch, Mask, Shape
from noroshi.lab.population import Population, is_subscriber
from noroshi.lab.shape import FIN, RST, SYN
from noroshi.lab.world import ICMP, TCP

BURST_MS = 400
"""How long one exchange of a paused conversation takes at most."""


MAX_SAMPLING = (1 << 14) - 1
"""The interval has 14 bits in the v5 header."""


class Version(StrEnum):
    """Export formats."""

    V5 = "v5"
    V9 = "v9"
    IPFIX = "ipfix"


class EndReason(IntEnum):
    """IPFIX flowEndReason (IANA element 136)."""

    IDLE = 1
    ACTIVE = 2
    END = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """One exporter: how it exports and when it was switched on before the window.

    Version 5 cannot carry IPv6, so such a router serves lines without it.
    """

    version: Version
    uptime_s: int


ROUTERS = (
    Router(version=Version.V9, uptime_s=2_100_000),
    Router(version=Version.IPFIX, uptime_s=340_000),
    Router(version=Version.V9, uptime_s=41_000),
    Router(version=Version.V5, uptime_s=3_900_000),
)
"""Uptimes stay below 49.7 days, where the 32-bit milliseconds of v5 and v9 wrap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """How the routers are set.

    Attributes:
        routers: The exporters; lines are spread over them.
        active_timeout_s: A longer flow is reported in pieces.
        inactive_timeout_s: A longer pause ends a flow.
        sampling: One packet in so many is looked at.
        asymmetric_share: Share of lines whose answers come back through another router.
    """

    routers: tuple[Router, ...] = ROUTERS
    active_timeout_s: int = 180
    inactive_timeout_s: int = 15
    sampling: int = 1
    asymmetric_share: float = 0.15

    def __post_init__(self) -> None:
        if all(router.version is Version.V5 for router in self.routers):
            raise ValueError("at least one router must export v9 or IPFIX: v5 cannot carry IPv6")
        if min(self.active_timeout_s, self.inactive_timeout_s, self.sampling) < 1:
            raise ValueError("timeouts and the sampling interval are at least 1")
        if self.sampling > MAX_SAMPLING:
            raise ValueError(f"a v5 header holds sampling intervals up to {MAX_SAMPLING}")


OBSERVATION = Observation()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records(Columns):
    """Flow records as exported, in order of export.

    `subscriber` is the line behind a record; it never leaves the lab.
    """

    export_ms: I64
    first_ms: I64
    last_ms: I64
    router: U8
    upstream: Mask
    subscriber: I32
    source: Ends
    destination: Ends
    protocol: U8
    flags: U8
    packets: I64
    octets: I64
    end_reason: U8

    def interfaces(self) -> tuple[I64, I64]:
        """SNMP indices in and out: 32 access ports and two uplinks."""
        access, uplink = 100 + self.subscriber % 32, 1 + self.subscriber % 2
        return np.where(self.upstream, access, uplink), np.where(self.upstream, uplink, access)


def observe(
    rng: np.random.Generator, batch: FlowBatch, people: Population, observation: Observation
) -> Records:
    """What the routers report of conversations. Unsampled, every packet and octet is in a record."""
    parts = _in_pieces(rng, batch, observation)
    both = [_direction(batch, parts, forward=forward) for forward in (True, False)]
    records = Records.concat([part.take(part.packets > 0) for part in both])
    records = _with_router(rng, records, people, observation)
    if observation.sampling > 1:
        records = sampled(rng, records, observation.sampling)
    order = np.argsort(records.export_ms, kind="stable")
    return records.take(order)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """Which conversation each piece belongs to, the how-manieth it is, and when it ran."""

    row: I64
    nth: I64
    of: I64
    first_ms: I64
    last_ms: I64
    export_ms: I64
    end_reason: U8


def _in_pieces(rng: np.random.Generator, batch: FlowBatch, observation: Observation) -> _Pieces:
    shape = batch.shape
    active_ms = observation.active_timeout_s * 1000
    idle_ms = observation.inactive_timeout_s * 1000
    gap_ms = shape.duration_ms // np.maximum(shape.exchanges - 1, 1)
    paused = (shape.exchanges > 1) & (gap_ms > idle_ms)
    count = np.where(paused, shape.exchanges, shape.duration_ms // active_ms + 1)
    row = np.repeat(np.arange(len(batch)), count)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    of, is_paused = count[row], paused[row]
    step = np.where(is_paused, gap_ms[row], active_ms)
    wobble = np.where(is_paused & (nth > 0), rng.uniform(-0.08, 0.0, len(row)) * gap_ms[row], 0.0)
    begin = nth * step + wobble.astype(np.int64)
    length = np.where(
        is_paused,
        rng.integers(20, BURST_MS, len(row)),
        np.minimum(shape.duration_ms[row] - begin, active_ms - 1),
    )
    first = batch.start_ms[row] + begin
    last = first + np.maximum(length, 0)
    closed = (nth == of - 1) & (((shape.out_flags | shape.in_flags)[row] & (FIN | RST)) > 0)
    cut = ~is_paused & (nth < of - 1)
    return _Pieces(
        row=row,
        nth=nth,
        of=of,
        first_ms=first,
        last_ms=last,
        export_ms=last + np.where(closed | cut, 1, idle_ms),
        end_reason=np.select(
            [closed, cut], [EndReason.END, EndReason.ACTIVE], EndReason.IDLE
        ).astype(np.uint8),
    )


def _direction(batch: FlowBatch, pieces: _Pieces, *, forward: bool) -> Records:
    """The records from client to server, or those back."""
    row, shape = pieces.row, batch.shape
    packets, octets, flags = _counters(shape, forward=forward)
    share = _cumulative(packets[row], pieces.nth, pieces.of)
    portion = share[1] - share[0]
    total = np.maximum(packets[row], 1)
    exact = octets[row] // total, octets[row] % total
    client, server = batch.client.take(row), batch.server.take(row)
    source, destination = (client, server) if forward else (_reply(batch, row), client)
    return Records(
        export_ms=pieces.export_ms,
        first_ms=pieces.first_ms,
        last_ms=np.where(portion == 1, pieces.first_ms, pieces.last_ms),
        router=np.zeros(len(row), dtype=np.uint8),
        upstream=np.full(len(row), forward),
        subscriber=batch.subscriber[row],
        source=source,
        destination=destination,
        protocol=batch.protocol[row],
        flags=_piece_flags(flags[row], pieces, batch.protocol[row]),
        packets=portion,
        # octets = packets * quotient + the remainder spread by the same cut points: sums are exact.
        octets=portion * exact[0] + _spread(exact[1], share, total),
        end_reason=pieces.end_reason,
    )


def _counters(shape: Shape, *, forward: bool) -> tuple[I64, I64, U8]:
    if forward:
        return shape.out_packets, shape.out_octets, shape.out_flags
    return shape.in_packets, shape.in_octets, shape.in_flags


def _cumulative(total: I64, nth: I64, of: I64) -> tuple[I64, I64]:
    """How much of a total lies before a piece, and up to its end; the pieces add up exactly."""
    # The first packet belongs to the first piece, so the cut is rounded up.
    return -(-nth * total // of), -(-(nth + 1) * total // of)


def _spread(remainder: I64, share: tuple[I64, I64], total: I64) -> I64:
    part: I64 = share[1] * remainder // total - share[0] * remainder // total
    return part


def _reply(batch: FlowBatch, row: I64) -> Ends:
    """The server as source; an ICMP reply carries no port (and type 0, code 0 of an echo reply)."""
    server = batch.server.take(row)
    port = np.where(batch.protocol[row] == ICMP, 0, server.port).astype(np.uint16)
    return Ends(hi=server.hi, lo=server.lo, port=port)


def _piece_flags(flags: U8, pieces: _Pieces, protocol: U8) -> U8:
    """Flags of a piece: SYN only in the first, FIN and RST only in the last."""
    drop = np.where(pieces.nth > 0, SYN, 0) | np.where(pieces.nth < pieces.of - 1, FIN | RST, 0)
    return np.where(protocol == TCP, flags & ~drop, 0).astype(np.uint8)


def _with_router(
    rng: np.random.Generator, records: Records, people: Population, observation: Observation
) -> Records:
    """Send each record through a router of its line."""
    out, back = _routes(rng, people, observation)
    from_line = is_subscriber(records.source)
    router = np.where(from_line, out[records.subscriber], back[records.subscriber])
    return replace(records, router=router.astype(np.uint8), upstream=from_line)


def _routes(
    rng: np.random.Generator, people: Population, observation: Observation
) -> tuple[I64, I64]:
    """The router of each line for what it sends and for what it gets."""
    able = np.flatnonzero([router.version is not Version.V5 for router in observation.routers])
    any_of = np.arange(len(observation.routers))
    dual = people.v6_hi != 0
    draw = rng.random((3, people.size))
    out = np.where(
        dual, able[(draw[0] * len(able)).astype(np.int64)], (draw[0] * len(any_of)).astype(np.int64)
    )
    other = able[(draw[1] * len(able)).astype(np.int64)]
    return out, np.where(draw[2] < observation.asymmetric_share, other, out)


def sampled(rng: np.random.Generator, records: Records, interval: int) -> Records:
    """Records of routers that look at each packet with probability 1 / interval.

    Counters stay raw, as exporters leave them; packets times interval is unbiased. Times shrink to
    the packets that were seen, flags to those that a seen packet bore.
    """
    seen = rng.binomial(records.packets, 1.0 / interval)
    kept = seen > 0
    part, seen = records.take(kept), seen[kept]
    length = (part.last_ms - part.first_ms).astype(np.float64)
    # The least and greatest of k even draws (order statistics of the uniform distribution).
    low = rng.beta(1.0, seen)
    high = np.where(seen > 1, low + (1.0 - low) * rng.beta(np.maximum(seen - 1, 1), 1.0), low)
    first = part.first_ms + (low * length).astype(np.int64)
    last = part.first_ms + (high * length).astype(np.int64)
    mean = part.octets / part.packets
    octets = np.floor(mean * seen + rng.random(len(seen))).astype(np.int64)
    return replace(
        part,
        first_ms=first,
        last_ms=np.maximum(last, first),
        packets=seen,
        octets=octets,
        flags=_seen_flags(rng, part, seen),
    )


def _seen_flags(rng: np.random.Generator, part: Records, seen: I64) -> U8:
    """SYN, FIN and RST are on one packet each; where all packets are SYNs it stays."""
    share = seen / part.packets
    flags = part.flags.copy()
    several = (flags != SYN) & (part.packets > 1)
    for bit in (SYN, FIN, RST):
        lost = several & (rng.random(len(part)) >= share)
        flags[lost] &= ~np.uint8(bit)
    return flags
