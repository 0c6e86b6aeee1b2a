"""Times fall where they should: inside the window, by the curve, by the period."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab.clock import FLAT, draw_pulses, draw_times, jst_hour
from noroshi.lab.plan import A_DAY
from noroshi.spine.model import Window


def test_japan_is_nine_hours_ahead():
    assert jst_hour(np.array([A_DAY.start_ms])).tolist() == [0.0]
    assert jst_hour(np.array([0])).tolist() == [9.0]


@settings(max_examples=40, deadline=None)
@given(minutes=st.integers(1, 4000), count=st.integers(0, 300), seed=st.integers(0, 99))
def test_times_fall_inside_any_window(minutes, count, seed):
    window = Window(A_DAY.start, A_DAY.start + timedelta(minutes=minutes))
    times = draw_times(np.random.default_rng(seed), count, window)
    assert len(times) == count
    assert ((times >= window.start_ms) & (times <= window.end_ms)).all()


def test_growth_shifts_times_to_the_end():
    rng = np.random.default_rng(1)
    flat = draw_times(rng, 5000, A_DAY, curve=FLAT)
    grown = draw_times(rng, 5000, A_DAY, curve=FLAT, growth=30.0)
    assert grown.mean() - flat.mean() > 3 * 3_600_000


@settings(max_examples=40, deadline=None)
@given(
    period_s=st.floats(20.0, 90_000.0), jitter=st.floats(0.0, 0.9), members=st.integers(0, 5),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_gaps_of_a_pulse_stay_within_its_jitter(period_s, jitter, members, seed):
    who, when = draw_pulses(np.random.default_rng(seed), A_DAY, np.full(members, period_s), jitter)
    assert ((when >= A_DAY.start_ms) & (when < A_DAY.end_ms)).all()
    for member in range(members):
        gaps = np.diff(when[who == member]) / 1000.0
        assert (gaps >= period_s * (1 - jitter) - 0.002).all()
        assert (gaps <= period_s * (1 + jitter) + 0.002).all()


@pytest.mark.parametrize("period_s", [60.0, 600.0, 7200.0])
def test_a_pulse_fills_the_window(period_s):
    who, _ = draw_pulses(np.random.default_rng(2), A_DAY, np.full(50, period_s), 0.0)
    expected = A_DAY.duration_s / period_s
    assert (np.abs(np.bincount(who, minlength=50) - expected) <= 1).all()
