"""Clock: when things happen in a Japanese household's day."""

import numpy as np

from noroshi.lab.columns import F64, I64
from noroshi.spine.model import Window

HOUR_MS = 3_600_000
JST_OFFSET_H = 9

HOME = (2.6, 1.6, 1.0, 0.7, 0.6, 0.8, 1.6, 2.8, 3.0, 2.8, 2.8, 3.0, 3.8, 3.4, 3.0, 3.0, 3.4, 4.2, 5.4, 6.6, 7.6, 8.0, 7.0, 4.8)  # fmt: skip
"""Relative use of a residential line per hour of JST: evening peak, deep night trough."""

FLAT = (1.0,) * 24
"""What machines do."""


def jst_hour(time_ms: I64) -> F64:
    """Hour of day in Japan, with fraction."""
    hours: F64 = (time_ms / HOUR_MS + JST_OFFSET_H) % 24.0
    return hours


def draw_times(
    rng: np.random.Generator,
    count: int,
    window: Window,
    *,
    curve: tuple[float, ...] = HOME,
    growth: float = 1.0,
) -> I64:
    """Moments in a window by an hourly curve, unsorted, Unix milliseconds.

    Args:
        rng: Where chance comes from.
        count: How many.
        window: Where they fall.
        curve: Relative weight of each hour of JST.
        growth: Factor by which the weight grows from the window's start to its end.
    """
    edges = np.append(np.arange(window.start_ms, window.end_ms, HOUR_MS), window.end_ms)
    weights = np.asarray(curve)[jst_hour(edges[:-1]).astype(np.int64)] * np.diff(edges)
    weights = weights * np.geomspace(1.0, growth, len(weights))
    share = np.concatenate(([0.0], np.cumsum(weights) / weights.sum()))
    times: I64 = np.interp(rng.random(count), share, edges).astype(np.int64)
    return times


def draw_pulses(
    rng: np.random.Generator, window: Window, period_s: F64, jitter: F64 | float
) -> tuple[I64, I64]:
    """Contacts of members that wake again and again; each gap is drawn anew (a renewal process).

    Args:
        rng: Where chance comes from.
        window: From when to when.
        period_s: Mean gap of each member, in seconds.
        jitter: Largest deviation of a gap as a share of the period, 0 to below 1.

    Returns:
        Member index and Unix milliseconds of every contact, by member, then time.
    """
    spread = np.broadcast_to(np.asarray(jitter, dtype=np.float64), period_s.shape)
    most = np.ceil(window.duration_s / (period_s * (1.0 - spread))).astype(np.int64) + 1
    member = np.repeat(np.arange(len(period_s)), most)
    gaps = period_s[member] * (1.0 + spread[member] * rng.uniform(-1.0, 1.0, len(member)))
    total = np.cumsum(gaps)
    first = np.cumsum(most) - most
    before_first = total[first] - gaps[first] if len(first) else total
    phase = rng.random(len(period_s)) * period_s
    offset = total - gaps - before_first[member] + phase[member]
    inside = offset < window.duration_s
    times = window.start_ms + (offset[inside] * 1000).astype(np.int64)
    return member[inside], times
