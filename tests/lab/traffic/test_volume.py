"""Volume: rates mean what they say, for any window and number of lines."""

from datetime import timedelta

import numpy as np
import pytest

from noroshi.lab.plan import A_DAY
from noroshi.lab.population import Kind
from noroshi.lab.traffic.volume import drawn_count, members, repeated, with_night_before
from noroshi.spine.model import Window


@pytest.mark.parametrize("hours", [1, 24])
def test_counts_follow_lines_and_time(world, hours):
    window = Window(A_DAY.start, A_DAY.start + timedelta(hours=hours))
    wanted = 100.0 * world.population.size * hours / 24
    assert drawn_count(np.random.default_rng(1), world, window, 100.0) == pytest.approx(
        wanted, rel=0.1
    )


def test_members_are_a_share_of_their_kind(world):
    phones = world.population.of_kind(Kind.PHONE)
    chosen = members(np.random.default_rng(1), world.population, 0.5, Kind.PHONE)
    assert set(chosen.tolist()) <= set(phones.tolist())
    assert len(chosen) / len(phones) == pytest.approx(0.5, abs=0.1)


def test_children_know_their_parent_and_come_after_it():
    parent, delay = repeated(np.random.default_rng(1), np.array([2, 0, 3]), 1000.0)
    assert parent.tolist() == [0, 0, 2, 2, 2]
    assert (delay >= 0).all()


def test_the_night_before_belongs_to_open_sessions():
    assert with_night_before(A_DAY).start == A_DAY.start - timedelta(hours=12)
    assert with_night_before(A_DAY).end == A_DAY.end
