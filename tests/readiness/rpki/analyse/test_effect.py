"""Effect: what goes in comes out, by customer, fate and route."""

import numpy as np

from noroshi.readiness.rpki.analyse.effect import Effect
from noroshi.readiness.rpki.analyse.whatif import Fate


def test_sums_of_batches_are_those_of_the_whole():
    random = np.random.default_rng(1)
    fate = random.integers(0, 5, 1000).astype(np.uint8)
    row = np.where(fate == Fate.NO_ROUTE, -1, random.integers(0, 7, 1000))
    customer, octets = random.integers(-1, 3, 1000), random.random(1000) * 1e6
    whole, parts = Effect(7, 3), Effect(7, 3)
    whole.add(fate, row, customer, octets)
    for at in range(0, 1000, 300):
        part = slice(at, at + 300)
        parts.add(fate[part], row[part], customer[part], octets[part])
    assert np.allclose(whole.octets, parts.octets)
    assert np.allclose(whole.moved, parts.moved)
    assert whole.flows.sum() == 1000
    assert np.isclose(whole.octets.sum(), octets.sum())
    assert np.isclose(whole.octets[3].sum(), octets[customer == -1].sum())
    assert np.isclose(whole.moved.sum(), octets[fate > Fate.KEPT].sum())


def test_the_largest_routes_come_first_and_idle_ones_not_at_all():
    effect = Effect(3, 0)
    fate = np.full(3, Fate.LOST, np.uint8)
    effect.add(fate, np.array([2, 0, 2]), np.full(3, -1), np.array([5.0, 7.0, 5.0]))
    assert effect.largest(9) == [2, 0]
    assert effect.largest(1) == [2]
