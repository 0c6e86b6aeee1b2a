"""Volume: how many conversations a rate means for a world and window."""

from datetime import timedelta

import numpy as np

from noroshi.lab.columns import I64
from noroshi.lab.population import Kind, Population
from noroshi.lab.world import World
from noroshi.spine.model import Window

DAY_S = 86_400.0


def drawn_count(
    rng: np.random.Generator, world: World, window: Window, per_line_and_day: float
) -> int:
    """A Poisson number of events for all lines together."""
    mean = per_line_and_day * world.population.size * window.duration_s / DAY_S
    return int(rng.poisson(mean))


def members(rng: np.random.Generator, people: Population, share: float, *kinds: Kind) -> I64:
    """A share of the devices of some kinds: those who have the program or account."""
    devices = people.of_kind(*kinds)
    return devices[rng.random(len(devices)) < share]


def repeated(rng: np.random.Generator, counts: I64, spread_ms: float) -> tuple[I64, I64]:
    """Index of the parent of each child, and the child's exponential delay after it."""
    parent = np.repeat(np.arange(len(counts)), counts)
    return parent, rng.exponential(spread_ms, len(parent)).astype(np.int64)


def with_night_before(window: Window) -> Window:
    """The window and 12 hours before it, for sessions that were open when it began."""
    return Window(window.start - timedelta(hours=12), window.end)
