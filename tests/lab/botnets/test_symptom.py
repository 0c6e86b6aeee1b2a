"""Symptoms: many targets, few answers, one victim."""

import numpy as np

from noroshi.lab.botnets.symptom import flood, scan, spam
from noroshi.lab.ground import MAPPED, SERVER_BLOCK
from noroshi.lab.plan import A_DAY
from noroshi.lab.population import Kind
from noroshi.lab.shape import SYN


def bots(world):
    return world.population.of_kind(Kind.CAMERA)[:10]


def test_scans_reach_many_addresses_and_few_answer(world):
    batch = scan(
        np.random.default_rng(1), world, A_DAY, bots(world), ports=(23, 2323), per_day=500.0
    )
    assert set(batch.server.port.tolist()) == {23, 2323}
    assert len(np.unique(batch.server.lo)) > 0.7 * len(batch)
    assert (batch.shape.out_flags == SYN).mean() > 0.97
    assert 4000 < len(batch) <= 5000


def test_a_flood_hits_one_victim_one_way_from_all_bots(world):
    batch = flood(np.random.default_rng(2), world, A_DAY, bots(world), attacks=1)
    assert len(np.unique(batch.server.lo)) == 1
    assert len(np.unique(batch.subscriber)) == len(np.unique(world.population.owner[bots(world)]))
    assert (batch.shape.in_packets == 0).mean() > 0.95
    assert np.ptp(batch.start_ms) < 120_000


def test_no_attack_is_no_traffic(world):
    assert len(flood(np.random.default_rng(2), world, A_DAY, bots(world), attacks=0)) == 0


def test_spam_goes_to_many_exchangers(world):
    batch = spam(np.random.default_rng(3), world, A_DAY, bots(world), per_day=100.0)
    assert set(batch.server.port.tolist()) == {25}
    assert len(np.unique(batch.server.lo)) > 500


def test_targets_are_never_servers_of_the_lab(world):
    batch = scan(np.random.default_rng(4), world, A_DAY, bots(world), ports=(23,), per_day=300.0)
    assert ((batch.server.lo - MAPPED) - SERVER_BLOCK >= 65_536).all()
