"""Order: a permutation, the same everywhere, that can be inverted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.order import MOST, Order


@given(size=st.integers(1, 5000), seed=st.binary(max_size=40))
def test_every_target_has_one_position_and_back(size, seed):
    order, positions = Order(size, seed), np.arange(size)
    targets = order.at(positions)
    assert sorted(targets.tolist()) == positions.tolist()
    assert order.position_of(targets).tolist() == positions.tolist()


@given(size=st.integers(1, MOST), seed=st.binary(max_size=8), at=st.integers(0, MOST))
def test_the_inverse_holds_at_every_size(size, seed, at):
    order = Order(size, seed)
    place = np.array([at % size], np.uint64)
    assert order.at(place)[0] < size
    assert order.position_of(order.at(place)).tolist() == place.tolist()


def test_another_seed_is_another_order():
    one, other = (Order(1000, seed).at(np.arange(1000)).tolist() for seed in (b"a", b"b"))
    assert one != other
    assert one == Order(1000, b"a").at(np.arange(1000)).tolist()


def test_a_range_of_positions_is_a_fair_share_of_every_network():
    targets = Order(65_536, b"seed").at(np.arange(16_384))
    blocks = np.bincount((targets >> np.uint64(8)).astype(np.int64), minlength=256)
    assert 30 < blocks.min() <= blocks.max() < 105  # 64 on average


@pytest.mark.parametrize("size", [0, MOST + 1])
def test_a_size_out_of_range_is_refused(size):
    with pytest.raises(ValueError, match="targets"):
        Order(size, b"")
