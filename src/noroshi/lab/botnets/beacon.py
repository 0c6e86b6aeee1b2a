"""Beacon: a short HTTP(S) request by the clock, with jitter; the answer is nearly always empty."""

import numpy as np

from noroshi.lab.botnets.herd import Herd, Infection, choose_bots, infection
from noroshi.lab.clock import draw_pulses
from noroshi.lab.population import Kind
from noroshi.lab.shape import log_normal, seconds, tcp, with_failures
from noroshi.lab.world import TCP, Calls, World, converse
from noroshi.spine.model import Window


def beacon(rng: np.random.Generator, world: World, window: Window, herd: Herd) -> Infection:
    """All bots of a herd share period, jitter and sizes; each starts at a time of its own.

    Some servers have an IPv6 address as well, and then two endpoints are to be found.
    """
    bots = choose_bots(rng, world, herd, Kind.COMPUTER, Kind.PHONE)
    server = herd.servers(world)[0]
    period_s = float(np.exp(rng.uniform(np.log(45.0), np.log(1800.0))))
    jitter = float(rng.choice(np.array([0.0, 0.1, 0.3, 0.5])))
    port = int(rng.choice(np.array([80, 443, 443, 8080, 8443])))
    dual_stack = bool(rng.random() < 0.35)
    ask, answer = rng.uniform(250.0, 900.0), rng.uniform(120.0, 600.0)
    who, when = draw_pulses(rng, window, np.full(len(bots), period_s), jitter)
    on = world.population.is_awake(bots[who], when)
    who, when = who[on], when[on]
    count = len(who)
    task = rng.random(count) < 0.01
    down = np.where(task, log_normal(rng, count, 6e4, 1.2, 5e6), answer + rng.integers(0, 9, count))
    up = np.where(task, log_normal(rng, count, 1.5e4, 1.0, 1e6), ask + rng.integers(0, 13, count))
    shape = tcp(rng, up, down, seconds(log_normal(rng, count, 0.5, 0.5, 20.0)))
    control = converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=bots[who],
            slot=np.full(count, server),
            port=port,
            protocol=TCP,
            shape=with_failures(rng, shape, 0.02),
            v4_only=not dual_stack,
        ),
    )
    return infection(world, herd, bots, control)
