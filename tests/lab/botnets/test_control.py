"""Botnets behave as their way of control says, and their truth is what their flows show."""

import numpy as np
import pytest

from noroshi.lab.botnets.herd import Herd, Infection, choose_bots
from noroshi.lab.columns import FlowBatch
from noroshi.lab.ground import MAPPED, SERVER_BLOCK, server_ends
from noroshi.lab.plan import A_DAY, BOTNETS, HERDS, draw_herds
from noroshi.lab.population import Kind
from noroshi.lab.seed import rng_of
from noroshi.lab.shape import SYN
from noroshi.lab.world import TCP, World
from noroshi.spine.model import address_text

NUMBER = {kind: number for number, (_, kind, _, _) in enumerate(HERDS)}


def infect(kind: str, world: World, *, seed: int = 1, bots: int = 12) -> Infection:
    herd = Herd(family="test", kind=kind, number=NUMBER[kind], bots=bots)
    return BOTNETS[kind](rng_of(seed, kind), world, A_DAY, herd)


def control_of(infection: Infection) -> FlowBatch:
    addresses = {c.endpoint.address for c in infection.controllers}
    called = {
        key
        for key in zip(
            infection.batch.server.hi.tolist(), infection.batch.server.lo.tolist(), strict=True
        )
        if address_text(*key) in addresses
    }
    hi = np.array([key[0] for key in called])
    lo = np.array([key[1] for key in called])
    match = (infection.batch.server.lo[:, None] == lo) & (infection.batch.server.hi[:, None] == hi)
    return infection.batch.take(match.any(axis=1))


@pytest.mark.parametrize("kind", list(BOTNETS))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_truth_is_what_the_flows_show(world, kind, seed):
    infection = infect(kind, world, seed=seed)
    control = control_of(infection)
    assert infection.controllers
    assert set(control.subscriber.tolist()) <= set(infection.lines)
    assert set(infection.batch.subscriber.tolist()) <= set(infection.lines)
    for controller in infection.controllers:
        assert controller.kind == kind
        assert set(controller.bots) <= set(infection.lines)


@pytest.mark.parametrize("kind", list(BOTNETS))
def test_herds_of_different_numbers_use_different_servers(world, kind):
    one = infect(kind, world)
    other = BOTNETS[kind](
        rng_of(1, kind), world, A_DAY, Herd(family="other", kind=kind, number=40, bots=12)
    )
    assert not {c.endpoint.address for c in one.controllers} & {
        c.endpoint.address for c in other.controllers
    }


def test_irc_bots_keep_one_session_for_hours_and_move_when_the_server_is_down(world):
    infections = [infect("c2-irc", world, seed=seed, bots=30) for seed in range(4)]
    control = FlowBatch.concat([control_of(infection) for infection in infections])
    talks = control.shape.exchanges > 20
    assert np.median(control.shape.duration_ms[talks]) > 2 * 3_600_000
    assert max(len(infection.controllers) for infection in infections) == 2


def test_beacons_come_by_the_clock_with_like_sizes(world):
    control = control_of(infect("c2-http-beacon", world, seed=5))
    answered = control.shape.in_packets > 0
    low, high = np.quantile(control.shape.out_octets[answered], [0.1, 0.9])
    assert high / low < 1.6
    bot = control.subscriber == control.subscriber[0]
    gaps = np.diff(np.sort(control.start_ms[bot]))
    typical = np.median(gaps)
    assert np.median(abs(gaps - typical)) / typical < 0.6


def test_dns_like_control_stays_on_port_53(world):
    control = control_of(infect("c2-dns", world))
    assert (control.server.port == 53).all()
    assert np.median(control.shape.out_octets / control.shape.out_packets) > 140


def test_things_scan_and_their_control_is_thin(world):
    infection = infect("c2-iot", world, bots=20)
    control = control_of(infection)
    thin = control.shape.out_octets / control.shape.out_packets
    assert np.median(thin[control.shape.exchanges > 50]) < 80
    scans = infection.batch.shape.out_flags == SYN
    per_bot = np.bincount(infection.batch.subscriber[scans])
    assert np.median(per_bot[per_bot > 0]) > 300


def test_gates_are_few_and_peers_are_many(world):
    infection = infect("c2-p2p-gate", world)
    assert 2 <= len(infection.controllers) <= 3
    peers = infection.batch.server.lo >= (MAPPED | (SERVER_BLOCK + 65_536))
    assert len(np.unique(infection.batch.server.lo[peers])) > 100
    assert (infection.batch.shape.in_packets[peers] == 0).mean() == pytest.approx(0.5, abs=0.15)


def test_a_trojan_knocks_while_its_master_is_away(world):
    control = control_of(infect("c2-custom-tcp", world, bots=20))
    assert (control.protocol == TCP).all()
    assert (control.shape.out_flags == SYN).sum() > 100
    assert (control.shape.exchanges > 10).any()


def test_bots_sit_on_different_lines(world):
    herd = Herd(family="x", kind="c2-iot", number=0, bots=50)
    bots = choose_bots(np.random.default_rng(1), world, herd, Kind.CAMERA)
    lines = world.population.owner[bots]
    assert len(np.unique(lines)) == len(bots) == 50
    assert (world.population.kind[bots] == Kind.CAMERA).all()


@pytest.mark.parametrize("subscribers", [1, 100, 4000, 100_000])
def test_herds_fit_the_population(subscribers):
    for herd, (_, _, low, high) in zip(
        draw_herds(rng_of(1, "herds"), subscribers), HERDS, strict=True
    ):
        assert 1 <= herd.bots <= max(1, subscribers // 40)
        assert herd.bots <= high
        assert herd.bots >= min(low, max(1, subscribers // 40))


def test_servers_of_botnets_are_in_the_servers_block(world):
    herd = Herd(family="x", kind="c2-irc", number=3, bots=1)
    slots = herd.servers(world)
    ends = server_ends(slots, np.zeros(8, np.uint16), np.zeros(8, np.bool_))
    assert ((ends.lo - MAPPED) >> 16 == SERVER_BLOCK >> 16).all()
