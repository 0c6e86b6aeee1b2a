"""Intervals of shares."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.interval import wilson


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_interval_holds_the_share(hits, more):
    low, high = wilson(hits, hits + more)
    assert 0 <= low <= high <= 1
    if hits + more:
        assert low <= hits / (hits + more) <= high
