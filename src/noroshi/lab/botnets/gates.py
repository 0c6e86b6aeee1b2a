"""Gates: bots that live among themselves and report to a few servers behind the swarm."""

import numpy as np

from noroshi.lab.botnets.herd import Herd, Infection, choose_bots, infection
from noroshi.lab.clock import draw_pulses
from noroshi.lab.columns import I64, FlowBatch
from noroshi.lab.population import Kind
from noroshi.lab.shape import constant, log_normal, seconds, tcp, udp, with_failures
from noroshi.lab.world import TCP, UDP, Calls, World, converse
from noroshi.spine.model import Window

PEERS_PER_BOT = 24


def gates(rng: np.random.Generator, world: World, window: Window, herd: Herd) -> Infection:
    """Peers are bots elsewhere, never servers; the two or three gates are what must be found."""
    bots = choose_bots(rng, world, herd, Kind.COMPUTER)
    count = int(rng.integers(2, 4))
    gate = herd.servers(world)[:count]
    who, when = draw_pulses(rng, window, np.full(len(bots), rng.uniform(600.0, 2400.0)), 0.3)
    on = world.population.is_awake(bots[who], when)
    who, when = who[on], when[on]
    shape = tcp(
        rng,
        log_normal(rng, len(who), 700.0, 0.3),
        log_normal(rng, len(who), 900.0, 0.6, 1e6),
        seconds(log_normal(rng, len(who), 0.8, 0.5, 30.0)),
    )
    control = converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=bots[who],
            slot=gate[rng.integers(0, count, len(who))],
            port=int(rng.choice(np.array([443, 8080, 80]))),
            protocol=TCP,
            shape=with_failures(rng, shape, 0.03),
            v4_only=True,
        ),
    )
    return infection(world, herd, bots, control, _gossip(rng, world, window, bots))


def _gossip(rng: np.random.Generator, world: World, window: Window, bots: I64) -> FlowBatch:
    """Each bot asks its peers in turn, every 20 to 60 minutes each; half are gone."""
    slots = world.ground.slots("bots")
    peer = slots[rng.integers(0, len(slots), (len(bots), PEERS_PER_BOT))]
    pair_period = rng.uniform(1200.0, 3600.0, peer.size)
    who, when = draw_pulses(rng, window, pair_period, 0.2)
    bot, slot = bots[who // PEERS_PER_BOT], peer.ravel()[who]
    on = world.population.is_awake(bot, when)
    bot, slot, when = bot[on], slot[on], when[on]
    count = len(bot)
    alive = slot % 2
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=bot,
            slot=slot,
            port=10000 + slot * 6151 % 20000,
            protocol=UDP,
            shape=udp(
                log_normal(rng, count, 120.0, 0.3),
                log_normal(rng, count, 220.0, 0.6, 1300.0),
                constant(count, 1),
                alive,
                seconds(log_normal(rng, count, 0.2, 0.4, 3.0)),
            ),
            v4_only=True,
        ),
    )
