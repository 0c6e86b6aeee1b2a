from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.explain.charts.scale import Linear, Log, Signed, nice_step, nice_ticks

REAL = st.floats(allow_nan=False, allow_infinity=False)


@given(REAL, REAL, st.floats())
def test_a_place_is_always_on_the_axis(a, b, value):
    low, high = sorted((a, b))
    assert 10 <= Linear(low=low, high=high, start=10, end=90)(value) <= 90


@given(st.floats(1e-9, 1e9), st.floats(1e-9, 1e9), st.floats(1e-12, 1e12))
def test_log_places_are_on_the_axis(a, b, value):
    low, high = sorted((a, b))
    assert 0 <= Log(low=low, high=high, start=0, end=1)(value) <= 1


@given(st.lists(REAL, min_size=2, max_size=5), st.floats(1e-300, 1e300))
def test_bent_places_keep_their_order(values, near):
    scale = Signed(low=min(values), high=max(values), start=0, end=100, near=near)
    places = [scale(value) for value in sorted(values)]
    assert places == pytest.approx(sorted(places), abs=1e-6)
    assert all(isfinite(place) for place in places)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 10, (0, 2, 4, 6, 8, 10)), (-5.4, 3.6, (-4, -2, 0, 2)), (0, 0.3, (0, 0.1, 0.2, 0.3))],
)
def test_ticks_are_round(low, high, ticks):
    assert nice_ticks(low, high, 5) == pytest.approx(ticks)


@given(REAL, REAL, st.integers(1, 20))
def test_ticks_are_few_and_inside(a, b, count):
    low, high = sorted((a, b))
    ticks = nice_ticks(low, high, count)
    assert len(ticks) <= 10 * count + 1
    assert all(low <= tick <= high for tick in ticks)


def test_a_step_of_nothing_is_one():
    assert nice_step(0, 5) == nice_step(float("nan"), 5) == 1.0
