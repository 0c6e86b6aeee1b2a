"""People: chat, games, voice, tunnels."""

import numpy as np
import pytest

from noroshi.lab.world import UDP


def test_chat_is_long_thin_and_on_odd_ports(world, play):
    batch = play("chat", world)
    assert np.median(batch.shape.duration_ms) > 3_600_000
    assert np.median(batch.shape.exchanges) > 20
    assert not np.isin(batch.server.port, [80, 443]).any()


@pytest.mark.parametrize("name", ["games", "voice", "vpn"])
def test_streams_are_dense_udp_both_ways(world, name, play):
    batch = play(name, world)
    assert (batch.protocol == UDP).all()
    assert (batch.shape.in_packets > 0).all()
