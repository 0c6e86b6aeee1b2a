"""Interval: honest near the ends."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.evaluate.interval import wilson


def test_wilson_agrees_with_a_published_example():
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(pair):
    matched, total = pair
    low, high = wilson(matched, total)
    assert 0 <= low <= matched / total + 1e-12
    assert matched / total - 1e-12 <= high <= 1
