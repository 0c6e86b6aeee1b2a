"""Lookups: few resolvers."""

import numpy as np


def test_name_look_ups_go_to_a_dozen_servers(world, play):
    batch = play("dns", world)
    assert len(np.unique(batch.server.lo[batch.server.hi == 0])) <= 12
    assert ((batch.server.port == 53) | (batch.server.port == 853)).all()
