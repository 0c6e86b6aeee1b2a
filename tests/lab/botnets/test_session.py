"""Session: one at a time for each bot, inside the window, most begun before it."""

import numpy as np
import pytest

from noroshi.lab.botnets.session import draw_sessions, keepalive
from noroshi.lab.plan import A_DAY


@pytest.mark.parametrize("mean_s", [600.0, 40_000.0])
def test_sessions_of_a_bot_never_overlap_and_end_in_the_window(mean_s):
    found = draw_sessions(np.random.default_rng(1), A_DAY, 40, mean_s, 30.0)
    end = found.start_ms + (found.duration_s * 1000).astype(np.int64)
    assert (end <= A_DAY.end_ms + 1).all()
    for bot in range(40):
        mine = np.flatnonzero(found.bot == bot)
        mine = mine[np.argsort(found.start_ms[mine])]
        assert (found.start_ms[mine][1:] >= end[mine][:-1]).all()


def test_most_bots_were_connected_before_the_window():
    found = draw_sessions(np.random.default_rng(2), A_DAY, 400, 90_000.0, 30.0)
    early = {int(bot) for bot in found.bot[found.start_ms < A_DAY.start_ms]}
    assert 0.65 < len(early) / 400 < 0.85


def test_longer_sessions_hold_more_exchanges():
    shape = keepalive(np.random.default_rng(3), np.array([60.0, 6000.0]), np.array([60.0, 60.0]), 60, 60)  # fmt: skip
    assert shape.exchanges.tolist() == [1, 100]
    assert shape.out_octets[1] > shape.out_octets[0]
