"""Browsing: films and a trend."""

import numpy as np

from noroshi.lab.plan import A_DAY


def test_the_trend_grows(world, play):
    batch = play("trend", world)
    half = (A_DAY.start_ms + A_DAY.end_ms) / 2
    assert (batch.start_ms > half).sum() > 3 * (batch.start_ms <= half).sum()


def test_films_are_long_transfers(world, play):
    shape = play("video", world).shape
    assert np.median(shape.in_octets) > 1e7
    assert np.median(shape.in_octets / shape.out_octets) > 10
