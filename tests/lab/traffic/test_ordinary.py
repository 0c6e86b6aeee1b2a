"""Ordinary behaviours look like what they are named for."""

import numpy as np
import pytest

from noroshi.lab.columns import FlowBatch
from noroshi.lab.plan import A_DAY, ORDINARY
from noroshi.lab.seed import rng_of
from noroshi.lab.shape import SYN
from noroshi.lab.traffic.outside import ECHO_REQUEST
from noroshi.lab.world import ICMP, TCP, UDP, World


def play(name: str, world: World) -> FlowBatch:
    return ORDINARY[name](rng_of(1, name), world, A_DAY)


def gaps_per_pair(batch: FlowBatch, least: int) -> list[np.ndarray]:
    key = batch.client.lo * 7_919 + batch.server.lo
    pairs, counts = np.unique(key, return_counts=True)
    return [np.diff(np.sort(batch.start_ms[key == pair])) for pair in pairs[counts >= least][:60]]


@pytest.mark.parametrize("name", list(ORDINARY))
def test_rows_are_sound(world, name):
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


@pytest.mark.parametrize("name", ["ntp", "pollers", "mail"])
def test_hard_negatives_are_as_regular_as_beacons(world, name):
    regular = [
        np.median(abs(g - np.median(g))) / np.median(g)
        for g in gaps_per_pair(play(name, world), 10)
    ]
    assert len(regular) >= 3
    assert np.median(regular) < 0.15


def test_pollers_have_few_clients(world):
    batch = play("pollers", world)
    for server in np.unique(batch.server.lo)[:40]:
        assert len(np.unique(batch.subscriber[batch.server.lo == server])) <= 6


def test_some_pollers_knock_at_a_server_that_is_gone(world):
    batch = play("pollers", world)
    servers = np.unique(batch.server.lo[batch.server.hi == 0])
    gone = [s for s in servers if (batch.shape.out_flags[batch.server.lo == s] == SYN).all()]
    assert 0 < len(gone) < len(servers) / 2


def test_push_sessions_live_for_hours_on_keepalives(world):
    shape = play("push", world).shape
    assert np.median(shape.duration_ms) > 3_600_000
    assert np.median(shape.exchanges) >= 4


def test_chat_is_long_thin_and_on_odd_ports(world):
    batch = play("chat", world)
    assert np.median(batch.shape.duration_ms) > 3_600_000
    assert np.median(batch.shape.exchanges) > 20
    assert not np.isin(batch.server.port, [80, 443]).any()


def test_name_look_ups_go_to_a_dozen_servers(world):
    batch = play("dns", world)
    assert len(np.unique(batch.server.lo[batch.server.hi == 0])) <= 12
    assert ((batch.server.port == 53) | (batch.server.port == 853)).all()


def test_most_peers_of_a_swarm_never_answer(world):
    batch = play("swarm", world)
    called_out = batch.client.port >= 32768
    assert 0.45 < (batch.shape.in_packets[called_out] == 0).mean() < 0.75
    assert len(np.unique(batch.server.port)) > 200


def test_noise_comes_from_outside_and_is_mostly_one_packet(world):
    batch = play("noise", world)
    assert (batch.shape.out_packets == 1).all()
    assert (batch.shape.in_packets == 0).mean() > 0.8
    ping = batch.protocol == ICMP
    assert (batch.server.port[ping] == ECHO_REQUEST).all()
    assert (batch.client.port[ping] == 0).all()


def test_the_trend_grows(world):
    batch = play("trend", world)
    half = (A_DAY.start_ms + A_DAY.end_ms) / 2
    assert (batch.start_ms > half).sum() > 3 * (batch.start_ms <= half).sum()


@pytest.mark.parametrize("name", ["games", "voice", "vpn"])
def test_streams_are_dense_udp_both_ways(world, name):
    batch = play(name, world)
    assert (batch.protocol == UDP).all()
    assert (batch.shape.in_packets > 0).all()


def test_films_are_long_transfers(world):
    shape = play("video", world).shape
    assert np.median(shape.in_octets) > 1e7
    assert np.median(shape.in_octets / shape.out_octets) > 10
