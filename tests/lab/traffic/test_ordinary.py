"""Ordinary behaviours look like what they are named for."""

import pytest

from noroshi.lab.plan import A_DAY, ORDINARY
from noroshi.lab.world import TCP


@pytest.mark.parametrize("name", list(ORDINARY))
def test_rows_are_sound(world, name, play):
    batch = play(name, world)
    shape = batch.shape
    assert len(batch) > 0
    assert (shape.out_packets > 0).all()
    assert (shape.out_octets >= 28 * shape.out_packets).all()
    assert ((shape.in_packets > 0) == (shape.in_octets > 0)).all()
    assert (shape.duration_ms >= 0).all()
    assert (shape.exchanges >= 1).all()
    assert (batch.start_ms < A_DAY.end_ms).all()
    assert ((shape.out_flags > 0) == (batch.protocol == TCP)).all()
    assert ((batch.subscriber >= 0) & (batch.subscriber < world.population.size)).all()
