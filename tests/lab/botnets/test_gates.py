"""Gates: few gates, many peers."""

import numpy as np
import pytest

from noroshi.lab.ground import MAPPED, SERVER_BLOCK


def test_gates_are_few_and_peers_are_many(world, infect):
    infection = infect("c2-p2p-gate", world)
    assert 2 <= len(infection.controllers) <= 3
    peers = infection.batch.server.lo >= (MAPPED | (SERVER_BLOCK + 65_536))
    assert len(np.unique(infection.batch.server.lo[peers])) > 100
    assert (infection.batch.shape.in_packets[peers] == 0).mean() == pytest.approx(0.5, abs=0.15)
