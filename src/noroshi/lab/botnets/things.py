"""Things: a worm of cameras and routers. A thin control session, scans for more, sometimes a flood."""

import numpy as np

from noroshi.lab.botnets.herd import Herd, Infection, choose_bots, infection
from noroshi.lab.botnets.session import draw_sessions, keepalive
from noroshi.lab.botnets.symptom import flood, scan
from noroshi.lab.clock import FLAT, draw_times
from noroshi.lab.columns import I64, FlowBatch
from noroshi.lab.population import Kind
from noroshi.lab.shape import seconds, tcp
from noroshi.lab.world import TCP, Calls, World, converse
from noroshi.spine.model import Window

SCANNED = ((23, 2323), (7547, 5555), (23, 80, 8080, 81), (37215, 52869), (22, 2222))
"""What different generations of such worms look for."""


def things(rng: np.random.Generator, world: World, window: Window, herd: Herd) -> Infection:
    """Keepalives of two octets every minute to an odd port; finds are reported to a second server."""
    bots = choose_bots(rng, world, herd, Kind.CAMERA)
    home, reports = herd.servers(world)[:2]
    port = int(rng.choice(np.array([23, 666, 6738, 9506, 38241, 56999, 1312])))
    sessions = draw_sessions(rng, window, len(bots), mean_s=10 * 3600.0, pause_s=60.0)
    control = converse(
        rng,
        world,
        Calls(
            start_ms=sessions.start_ms,
            device=bots[sessions.bot],
            slot=np.full(len(sessions.bot), home),
            port=port,
            protocol=TCP,
            shape=keepalive(rng, sessions.duration_s, np.full(len(sessions.bot), 60.0), 2.0, 2.0),
            v4_only=True,
        ),
    )
    wanted = SCANNED[int(rng.integers(0, len(SCANNED)))]
    return infection(
        world,
        herd,
        bots,
        FlowBatch.concat([control, _reports(rng, world, window, bots, reports)]),
        scan(rng, world, window, bots, ports=wanted, per_day=float(rng.uniform(800.0, 3500.0))),
        flood(rng, world, window, bots, attacks=int(rng.integers(0, 3))),
    )


def _reports(
    rng: np.random.Generator, world: World, window: Window, bots: I64, server: int
) -> FlowBatch:
    """Each find is one short conversation: an address and a password leave."""
    who = np.repeat(bots, 1 + rng.poisson(4.0 * window.duration_s / 86400.0, len(bots)))
    count = len(who)
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window, curve=FLAT),
            device=who,
            slot=np.full(count, server),
            port=48101,
            protocol=TCP,
            shape=tcp(
                rng,
                rng.uniform(20, 40, count),
                np.full(count, 1.0),
                seconds(rng.uniform(0.2, 2, count)),
            ),
            v4_only=True,
        ),
    )
