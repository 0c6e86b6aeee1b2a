"""Order of versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.judge.version import compare

ASCENDING = [
    "1.0-alpha", "1.0-beta2", "1.0-rc1", "1.0", "1.0.1", "1.1", "1.9", "1.10", "1.10a", "1.10b",
    "2", "5.8", "5.8p1", "5.8p2", "5.9", "10.01.59", "10.1.60",
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(ASCENDING) - 1))
def test_each_version_comes_before_the_next(place):
    one, other = ASCENDING[place : place + 2]
    assert (compare(one, other), compare(other, one)) == (-1, 1)


@pytest.mark.parametrize(
    ("one", "other"), [("1.2", "1.02"), ("v3", "3"), ("1.0", "1"), ("1.2-", "1.2")]
)
def test_spellings_of_one_version_are_equal(one, other):
    assert compare(one, other) == 0


@given(st.text(max_size=30), st.text(max_size=30))
def test_order_turns_with_its_sides(one, other):
    assert compare(one, other) == -compare(other, one)
    assert compare(one, one) == 0
