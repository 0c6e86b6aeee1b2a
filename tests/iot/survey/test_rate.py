"""Rate: what is counted is forgotten after a second, not before, and never by a clock set back."""

import numpy as np

from noroshi.iot.survey.rate import SLICES, Cap

HERE = np.zeros(1, np.int64)


def test_a_full_group_opens_again_after_a_second():
    cap = Cap(1, 2)
    for _ in range(2):
        assert cap.passes(HERE, 10.0).all()
        cap.count(HERE, 10.0)
    assert not cap.passes(HERE, 10.0).any()
    assert not cap.passes(HERE, 11.0).any()
    assert cap.passes(HERE, 11.0 + 1 / SLICES).all()


def test_a_clock_that_goes_back_or_stands_forgets_nothing():
    cap = Cap(1, 1)
    cap.count(HERE, 100.0)
    for now in (100.0, 99.0, 0.0, 100.5):
        assert not cap.passes(HERE, now).any()


def test_groups_do_not_share():
    cap = Cap(5000, 1)
    cap.count(np.array([4999, 3]), 1.0)
    assert cap.passes(np.array([3, 4, 4999, 4]), 1.0).tolist() == [False, True, False, False]


def test_a_long_silence_forgets_everything():
    cap = Cap(2, 1)
    cap.count(np.array([0, 1]), 1.0)
    assert cap.passes(np.array([0, 1]), 1e6).all()
