"""Background: push, pollers and other hard negatives."""

import numpy as np
import pytest

from noroshi.lab.columns import FlowBatch
from noroshi.lab.shape import SYN


def gaps_per_pair(batch: FlowBatch, least: int) -> list[np.ndarray]:
    key = batch.client.lo * 7_919 + batch.server.lo
    pairs, counts = np.unique(key, return_counts=True)
    return [np.diff(np.sort(batch.start_ms[key == pair])) for pair in pairs[counts >= least][:60]]


@pytest.mark.parametrize("name", ["ntp", "pollers", "mail"])
def test_hard_negatives_are_as_regular_as_beacons(world, name, play):
    regular = [
        np.median(abs(g - np.median(g))) / np.median(g)
        for g in gaps_per_pair(play(name, world), 10)
    ]
    assert len(regular) >= 3
    assert np.median(regular) < 0.15


def test_pollers_have_few_clients(world, play):
    batch = play("pollers", world)
    for server in np.unique(batch.server.lo)[:40]:
        assert len(np.unique(batch.subscriber[batch.server.lo == server])) <= 6


def test_some_pollers_knock_at_a_server_that_is_gone(world, play):
    batch = play("pollers", world)
    servers = np.unique(batch.server.lo[batch.server.hi == 0])
    gone = [s for s in servers if (batch.shape.out_flags[batch.server.lo == s] == SYN).all()]
    assert 0 < len(gone) < len(servers) / 2


def test_push_sessions_live_for_hours_on_keepalives(world, play):
    shape = play("push", world).shape
    assert np.median(shape.duration_ms) > 3_600_000
    assert np.median(shape.exchanges) >= 4
