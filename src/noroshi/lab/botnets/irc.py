"""IRC: one long session per bot to a chat server, PING and PONG, and a second server in reserve."""

import numpy as np

from noroshi.lab.botnets.herd import Herd, Infection, choose_bots, infection
from noroshi.lab.botnets.session import draw_sessions, keepalive
from noroshi.lab.botnets.symptom import scan, spam
from noroshi.lab.columns import I64, FlowBatch
from noroshi.lab.population import Kind
from noroshi.lab.shape import attempts, seconds
from noroshi.lab.world import TCP, Calls, World, converse
from noroshi.spine.model import Window


def irc(rng: np.random.Generator, world: World, window: Window, herd: Herd) -> Infection:
    """Bots stay in a channel; while the first server is down they meet at the second."""
    bots = choose_bots(rng, world, herd, Kind.COMPUTER)
    main, spare = herd.servers(world)[:2]
    port = int(rng.choice(np.array([6667, 6667, 6697, 7000, 5050])))
    sessions = draw_sessions(rng, window, len(bots), mean_s=7 * 3600.0, pause_s=120.0)
    down_from = window.start_ms + seconds(rng.uniform(0.3, 0.6, 1) * window.duration_s)[0]
    down_to = down_from + int(0.1 * window.duration_s * 1000)
    is_down = (sessions.start_ms >= down_from) & (sessions.start_ms < down_to)
    control = converse(
        rng,
        world,
        Calls(
            start_ms=sessions.start_ms,
            device=bots[sessions.bot],
            slot=np.where(is_down, spare, main),
            port=port,
            protocol=TCP,
            shape=keepalive(
                rng, sessions.duration_s, rng.uniform(80.0, 100.0, len(is_down)), up=14.0, down=24.0
            ),
            v4_only=True,
        ),
    )
    knocks = _knocks(
        rng, world, bots[sessions.bot[is_down]], sessions.start_ms[is_down], main, port
    )
    # Orders reach everybody, yet only some carry them out within the day.
    busy = bots[: max(1, len(bots) // 2)]
    return infection(
        world,
        herd,
        bots,
        FlowBatch.concat([control, knocks]),
        scan(rng, world, window, busy, ports=(445, 139, 3389), per_day=800.0),
        spam(rng, world, window, busy[: max(1, len(busy) // 2)], per_day=150.0),
    )


def _knocks(
    rng: np.random.Generator,
    world: World,
    device: I64,
    before_ms: I64,
    slot: int,
    port: int,
) -> FlowBatch:
    """Attempts at the dead server before a bot turns to the other."""
    return converse(
        rng,
        world,
        Calls(
            start_ms=before_ms - rng.integers(8000, 40000, len(device)),
            device=device,
            slot=np.full(len(device), slot),
            port=port,
            protocol=TCP,
            shape=attempts(rng, len(device), refused_share=0.1),
            v4_only=True,
        ),
    )
