"""World: the people and the ground that every behaviour shares, and how two of them meet."""

from dataclasses import dataclass, replace

import numpy as np

from noroshi.lab.columns import I64, U8, FlowBatch, Mask, Shape
from noroshi.lab.ground import Ground, has_v6, make_ground, server_ends
from noroshi.lab.population import Population, make_population
from noroshi.lab.seed import rng_of
from noroshi.spine.model import Window

TCP, UDP, ICMP = 6, 17, 1
"""IANA protocol numbers."""

V6_PREFERENCE = 0.8
"""Share of conversations that use IPv6 where both ends have it (RFC 8305 prefers it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Subscribers and addresses of one seed."""

    population: Population
    ground: Ground


def make_world(seed: int, subscribers: int) -> World:
    """The world of a seed."""
    return World(
        population=make_population(rng_of(seed, "population"), subscribers),
        ground=make_ground(seed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Conversations that devices of subscribers open to slots of the ground, one a row.

    `port` and `protocol` may be one number for all.
    """

    start_ms: I64
    device: I64
    slot: I64
    port: I64 | int
    protocol: U8 | int
    shape: Shape
    v4_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsIn:
    """Conversations that machines outside open to subscribers, over IPv4, one a row."""

    start_ms: I64
    slot: I64
    line: I64
    port: I64 | int
    protocol: U8 | int
    shape: Shape


def converse(rng: np.random.Generator, world: World, calls: Calls) -> FlowBatch:
    """Give calls their addresses and client ports."""
    people, count = world.population, len(calls.device)
    line = people.owner[calls.device]
    both = has_v6(calls.slot) & (people.v6_hi[line] != 0) & (not calls.v4_only)
    over_v6 = both & (rng.random(count) < V6_PREFERENCE)
    return FlowBatch(
        start_ms=calls.start_ms,
        subscriber=line.astype(np.int32),
        protocol=_column(calls.protocol, count).astype(np.uint8),
        client=people.ends(rng, calls.device, over_v6),
        server=server_ends(calls.slot, _column(calls.port, count).astype(np.uint16), over_v6),
        shape=_with_longer_header(calls.shape, over_v6),
    )


def call_in(rng: np.random.Generator, world: World, calls: CallsIn) -> FlowBatch:
    """Give calls from outside their addresses and source ports."""
    count = len(calls.line)
    protocol = _column(calls.protocol, count).astype(np.uint8)
    # ICMP has no ports; its type and code stand in the destination port, as NetFlow has it.
    source_port = np.where(protocol == ICMP, 0, rng.integers(1024, 65535, count)).astype(np.uint16)
    port = _column(calls.port, count).astype(np.uint16)
    return FlowBatch(
        start_ms=calls.start_ms,
        subscriber=calls.line.astype(np.int32),
        protocol=protocol,
        client=server_ends(calls.slot, source_port, np.zeros(count, dtype=np.bool_)),
        server=world.population.listening(calls.line, port),
        shape=calls.shape,
    )


def begun_inside(window: Window, batch: FlowBatch) -> FlowBatch:
    """Without conversations that would begin after the window's end."""
    return batch.take(batch.start_ms < window.end_ms)


def zipf(rng: np.random.Generator, count: int, slots: I64, exponent: float = 1.0) -> I64:
    """Slots drawn by Zipf's law: the k-th has weight 1 / k ** exponent."""
    share = np.cumsum(1.0 / np.arange(1, len(slots) + 1) ** exponent)
    drawn: I64 = slots[np.searchsorted(share, rng.random(count) * share[-1])]
    return drawn


def uniform(rng: np.random.Generator, count: int, slots: I64) -> I64:
    """Slots drawn evenly."""
    return slots[rng.integers(0, len(slots), count)]


def _column(value: I64 | U8 | int, count: int) -> I64:
    return np.broadcast_to(np.asarray(value, dtype=np.int64), (count,))


def _with_longer_header(shape: Shape, over_v6: Mask) -> Shape:
    """An IPv6 header is 20 octets longer than an IPv4 one."""
    extra = over_v6 * np.int64(20)
    return replace(
        shape,
        out_octets=shape.out_octets + extra * shape.out_packets,
        in_octets=shape.in_octets + extra * shape.in_packets,
    )
