"""Remote: a hand-held trojan on an odd TCP port; sessions while its master is there, knocks else."""

import numpy as np

from noroshi.lab.botnets.herd import Herd, Infection, choose_bots, infection
from noroshi.lab.botnets.session import Sessions, draw_sessions, keepalive
from noroshi.lab.clock import draw_pulses
from noroshi.lab.columns import I64, FlowBatch
from noroshi.lab.population import Kind
from noroshi.lab.shape import attempts, log_normal, seconds, tcp
from noroshi.lab.world import TCP, Calls, World, converse
from noroshi.spine.model import Window


def remote(rng: np.random.Generator, world: World, window: Window, herd: Herd) -> Infection:
    """Keepalives every 10 to 60 s, some hands-on work, and knocks every minute while it is off."""
    bots = choose_bots(rng, world, herd, Kind.COMPUTER, Kind.PHONE)
    server = herd.servers(world)[0]
    port = int(rng.integers(1024, 20000))
    sessions = _while_on(world, bots, draw_sessions(rng, window, len(bots), 3 * 3600.0, 600.0))
    every = np.full(len(sessions.bot), rng.uniform(10.0, 60.0))
    shape = keepalive(rng, sessions.duration_s, every, up=48.0, down=22.0)
    work = rng.random(len(sessions.bot)) < 0.15
    shape.out_octets[work] += log_normal(rng, int(work.sum()), 4e5, 1.0, 1e7).astype(np.int64)
    shape.out_packets[work] += shape.out_octets[work] // 1400
    control = converse(
        rng,
        world,
        Calls(
            start_ms=sessions.start_ms,
            device=bots[sessions.bot],
            slot=np.full(len(sessions.bot), server),
            port=port,
            protocol=TCP,
            shape=shape,
            v4_only=True,
        ),
    )
    return infection(
        world,
        herd,
        bots,
        FlowBatch.concat([control, _knocks(rng, world, window, bots, server, port)]),
    )


def _while_on(world: World, bots: I64, sessions: Sessions) -> Sessions:
    on = world.population.is_awake(bots[sessions.bot], sessions.start_ms)
    return Sessions(
        bot=sessions.bot[on], start_ms=sessions.start_ms[on], duration_s=sessions.duration_s[on]
    )


def _knocks(
    rng: np.random.Generator,
    world: World,
    window: Window,
    bots: I64,
    server: int,
    port: int,
) -> FlowBatch:
    """Two hours of the day the master is off: SYN and RST every 60 s; then a short greeting."""
    who, when = draw_pulses(rng, window, np.full(len(bots), 60.0), 0.1)
    off_from = window.start_ms + int(rng.uniform(0.5, 0.8) * window.duration_s * 1000)
    off_ms = int(window.duration_s * 1000 / 12)
    off = (when >= off_from) & (when < off_from + off_ms)
    off &= world.population.is_awake(bots[who], when)
    who, when = who[off], when[off]
    greeting = tcp(
        rng,
        np.full(len(bots), 320.0),
        np.full(len(bots), 80.0),
        seconds(rng.uniform(1, 9, len(bots))),
    )
    knocks = attempts(rng, len(who), refused_share=0.8)
    return converse(
        rng,
        world,
        Calls(
            start_ms=np.concatenate([np.full(len(bots), off_from + off_ms), when]),
            device=np.concatenate([bots, bots[who]]),
            slot=np.full(len(bots) + len(who), server),
            port=port,
            protocol=TCP,
            shape=type(greeting).concat([greeting, knocks]),
            v4_only=True,
        ),
    )
