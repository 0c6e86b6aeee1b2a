"""Swarm: most peers never answer."""

import numpy as np


def test_most_peers_of_a_swarm_never_answer(world, play):
    batch = play("swarm", world)
    called_out = batch.client.port >= 32768
    assert 0.45 < (batch.shape.in_packets[called_out] == 0).mean() < 0.75
    assert len(np.unique(batch.server.port)) > 200
