"""Session: control channels that stay open, live on keepalives, break and come back."""

from dataclasses import dataclass

import numpy as np

from noroshi.lab.columns import F64, I64, Shape
from noroshi.lab.shape import log_normal, seconds, tcp
from noroshi.spine.model import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Which bot was connected, from when, for how long."""

    bot: I64
    start_ms: I64
    duration_s: F64


def draw_sessions(
    rng: np.random.Generator, window: Window, bots: int, mean_s: float, pause_s: float
) -> Sessions:
    """Sessions back to back with short pauses.

    Three quarters of the bots were infected before the window: their first session began then, and
    routers see the rest of it. The others are infected during the first half.
    """
    most = max(2, int(np.ceil(window.duration_s / mean_s * 2.5)) + 2)
    length = np.maximum(rng.exponential(mean_s, (bots, most)), 120.0)
    pause = rng.exponential(pause_s, (bots, most)) + 5.0
    late = rng.random(bots) < 0.25
    before = -rng.random(bots) * length[:, 0]
    first = np.where(late, rng.uniform(0.0, 0.5, bots) * window.duration_s, before)
    begin = first[:, None] + np.cumsum(length + pause, axis=1) - length - pause
    bot, nth = np.nonzero(begin < window.duration_s - 1.0)
    start = begin[bot, nth]
    return Sessions(
        bot=bot,
        start_ms=window.start_ms + seconds(start),
        duration_s=np.minimum(length[bot, nth], window.duration_s - start),
    )


def keepalive(
    rng: np.random.Generator, duration_s: F64, every_s: F64, up: float, down: float
) -> Shape:
    """Sessions of small exchanges: a few octets each way, and now and then a command."""
    count = len(duration_s)
    turns = np.maximum(duration_s / every_s, 1.0).astype(np.int64)
    commands = log_normal(rng, count, 800.0, 1.2, 2e6)
    return tcp(
        rng,
        turns * up + 200.0,
        turns * down + commands,
        seconds(duration_s),
        exchanges=turns,
        reset_share=0.3,
    )
