"""Outside: what comes in unasked: the noise of scanners, and research that announces itself."""

import numpy as np

from noroshi.lab.clock import FLAT, draw_times
from noroshi.lab.columns import U8, FlowBatch, Shape
from noroshi.lab.shape import RST, SYN, SYN_OCTETS, constant, mixed, udp
from noroshi.lab.traffic.volume import drawn_count
from noroshi.lab.world import ICMP, TCP, UDP, CallsIn, World, call_in, uniform, zipf
from noroshi.spine.model import Window

NOISE_PORTS = (
    23,
    2323,
    22,
    445,
    80,
    8080,
    443,
    5555,
    3389,
    81,
    8443,
    7547,
    37215,
    52869,
    1433,
    6379,
)
"""What the Internet's background noise asks for, most wanted first."""

ECHO_REQUEST = 8 << 8
"""ICMP type 8 code 0 where NetFlow keeps it: in the destination port."""


def noise(
    rng: np.random.Generator, world: World, window: Window, per_day: float = 20.0
) -> FlowBatch:
    """Scanners everywhere: mostly one unanswered SYN, some UDP, some pings."""
    count = drawn_count(rng, world, window, per_day)
    kind = rng.choice(np.array([TCP, UDP, ICMP], dtype=np.uint8), count, p=[0.88, 0.08, 0.04])
    wanted = zipf(rng, count, np.array(NOISE_PORTS), 1.1)
    odd = np.where(rng.random(count) < 0.15, rng.integers(1024, 65535, count), wanted)
    port = np.select([kind == ICMP, kind == UDP], [ECHO_REQUEST, odd % 60000 + 500], odd)
    return call_in(
        rng,
        world,
        CallsIn(
            start_ms=draw_times(rng, count, window, curve=FLAT),
            slot=zipf(rng, count, world.ground.slots("noise"), 0.7),
            line=rng.integers(0, world.population.size, count),
            port=port,
            protocol=kind,
            shape=_probe(rng, kind),
        ),
    )


def _probe(rng: np.random.Generator, kind: U8) -> Shape:
    count = len(kind)
    one = constant(count, 1)
    ping = kind == ICMP
    answered = np.where(ping, rng.random(count) < 0.4, rng.random(count) < 0.02).astype(np.int64)
    size = np.where(ping, 56.0, 30.0)
    datagram = udp(size, size, one, answered, answered * 30)
    return mixed(kind == TCP, _syn(rng, count, closed_share=0.12), datagram)


def _syn(rng: np.random.Generator, count: int, *, closed_share: float) -> Shape:
    """One SYN of a stateless scanner; a closed port answers RST."""
    closed = (rng.random(count) < closed_share).astype(np.int64)
    return Shape(
        duration_ms=closed * 20,
        out_packets=constant(count, 1),
        out_octets=constant(count, SYN_OCTETS - 20),
        out_flags=np.full(count, SYN, dtype=np.uint8),
        in_packets=closed,
        in_octets=closed * 40,
        in_flags=np.where(closed, RST | 16, 0).astype(np.uint8),
        exchanges=constant(count, 1),
    )


def research(
    rng: np.random.Generator, world: World, window: Window, per_day: float = 6.0
) -> FlowBatch:
    """Surveys from few, fixed addresses: many lines, the same ports, round the clock."""
    count = drawn_count(rng, world, window, per_day)
    return call_in(
        rng,
        world,
        CallsIn(
            start_ms=draw_times(rng, count, window, curve=FLAT),
            slot=uniform(rng, count, world.ground.slots("research")[:48]),
            line=rng.integers(0, world.population.size, count),
            port=uniform(rng, count, np.array([21, 22, 23, 25, 80, 443, 993, 8080, 47808, 502])),
            protocol=TCP,
            shape=_syn(rng, count, closed_share=0.12),
        ),
    )
