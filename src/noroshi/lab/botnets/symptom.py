"""Symptom: what bots do to others: they scan, flood and send spam."""

import numpy as np

from noroshi.lab.clock import FLAT, draw_times
from noroshi.lab.columns import I64, FlowBatch
from noroshi.lab.shape import attempts, constant, log_normal, mixed, seconds, tcp, udp
from noroshi.lab.world import TCP, UDP, Calls, World, begun_inside, converse, uniform
from noroshi.spine.model import Window

DAY_S = 86_400.0


def scan(
    rng: np.random.Generator,
    world: World,
    window: Window,
    bots: I64,
    *,
    ports: tuple[int, ...],
    per_day: float,
) -> FlowBatch:
    """Waves of SYNs to random addresses, 3 to 12 waves per bot and day, a few answered."""
    count = int(len(bots) * per_day * window.duration_s / DAY_S)
    bot = rng.integers(0, len(bots), count)
    waves = draw_times(rng, len(bots) * 12, window, curve=FLAT).reshape(-1, 12)
    number = rng.integers(3, 13, len(bots))
    start = waves[bot, rng.integers(0, number[bot])] + seconds(rng.uniform(0.0, 600.0, count))
    weights = 1.0 / np.arange(1, len(ports) + 1)
    opened = rng.random(count) < 0.01
    banner = tcp(
        rng, np.full(count, 90.0), np.full(count, 160.0), seconds(rng.uniform(2, 20, count))
    )
    return begun_inside(
        window,
        converse(
            rng,
            world,
            Calls(
                start_ms=start,
                device=bots[bot],
                slot=uniform(rng, count, world.ground.slots("targets")),
                port=rng.choice(np.array(ports), count, p=weights / weights.sum()),
                protocol=TCP,
                shape=mixed(opened, banner, attempts(rng, count, refused_share=0.12)),
                v4_only=True,
            ),
        ),
    )


def flood(
    rng: np.random.Generator, world: World, window: Window, bots: I64, *, attacks: int
) -> FlowBatch:
    """All bots at once send thousands of datagrams to one victim for minutes; it never asks back."""
    when = draw_times(rng, attacks, window)
    victim = uniform(rng, attacks, world.ground.slots("victims"))
    port = rng.choice(np.array([80, 443, 53, 27015, 25565]), attacks)
    each = 40
    attack = np.repeat(np.arange(attacks), len(bots) * each)
    count = len(attack)
    packets = rng.integers(200, 6000, count)
    answers = (rng.random(count) < 0.01).astype(np.int64)
    return begun_inside(
        window,
        converse(
            rng,
            world,
            Calls(
                start_ms=when[attack] + seconds(rng.uniform(0.0, 90.0, count)),
                device=np.tile(np.repeat(bots, each), attacks),
                slot=victim[attack],
                port=port[attack],
                protocol=UDP,
                shape=udp(
                    packets * 512.0,
                    np.full(count, 40.0),
                    packets,
                    answers,
                    rng.integers(500, 9000, count),
                ),
                v4_only=True,
            ),
        ),
    )


def spam(
    rng: np.random.Generator, world: World, window: Window, bots: I64, *, per_day: float
) -> FlowBatch:
    """Mail straight to many exchangers on port 25, in working hours of the sender; half refused."""
    count = int(len(bots) * per_day * window.duration_s / DAY_S)
    sent = tcp(
        rng,
        log_normal(rng, count, 3500.0, 0.4),
        constant(count, 700).astype(np.float64),
        seconds(log_normal(rng, count, 4.0, 0.7, 90.0)),
    )
    refused = attempts(rng, count, refused_share=0.5)
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window),
            device=uniform(rng, count, bots),
            slot=uniform(rng, count, world.ground.slots("targets")),
            port=25,
            protocol=TCP,
            shape=mixed(rng.random(count) < 0.5, sent, refused),
            v4_only=True,
        ),
    )
