"""DNS-like: questions on port 53 to a server of the botnet's own, too long and too often."""

import numpy as np

from noroshi.lab.botnets.herd import Herd, Infection, choose_bots, infection
from noroshi.lab.clock import draw_pulses
from noroshi.lab.population import Kind
from noroshi.lab.shape import log_normal, mixed, seconds, tcp, udp
from noroshi.lab.world import TCP, UDP, Calls, World, converse
from noroshi.spine.model import Window


def dnslike(rng: np.random.Generator, world: World, window: Window, herd: Herd) -> Infection:
    """Bots poll by UDP; what does not fit goes by TCP to the same port."""
    bots = choose_bots(rng, world, herd, Kind.COMPUTER)
    server = herd.servers(world)[0]
    period = np.full(len(bots), float(np.exp(rng.uniform(np.log(30.0), np.log(400.0)))))
    who, when = draw_pulses(rng, window, period, float(rng.uniform(0.05, 0.4)))
    on = world.population.is_awake(bots[who], when)
    who, when = who[on], when[on]
    count = len(who)
    over_tcp = rng.random(count) < 0.04
    packets = 1 + (rng.random(count) < 0.2)
    rtt = seconds(log_normal(rng, count, 0.18, 0.3, 5.0))
    answered = packets * (rng.random(count) > 0.02)
    poll = udp(
        packets * rng.uniform(130.0, 215.0, count),
        packets * log_normal(rng, count, 260.0, 0.4, 1200.0),
        packets,
        answered,
        rtt,
    )
    data = tcp(rng, log_normal(rng, count, 9000.0, 1.0, 1e6), np.full(count, 1500.0), rtt * 5)
    control = converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=bots[who],
            slot=np.full(count, server),
            port=53,
            protocol=np.where(over_tcp, TCP, UDP).astype(np.uint8),
            shape=mixed(over_tcp, data, poll),
            v4_only=True,
        ),
    )
    return infection(world, herd, bots, control)
