"""Herd: truth is what flows show, and no two botnets share a server."""

import numpy as np
import pytest

from noroshi.lab.botnets.herd import Herd, choose_bots
from noroshi.lab.ground import MAPPED, SERVER_BLOCK, server_ends
from noroshi.lab.plan import A_DAY, BOTNETS, HERDS, draw_herds
from noroshi.lab.population import Kind
from noroshi.lab.seed import rng_of


@pytest.mark.parametrize("kind", list(BOTNETS))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_truth_is_what_the_flows_show(world, kind, seed, infect, control_of):
    infection = infect(kind, world, seed=seed)
    control = control_of(infection)
    assert infection.controllers
    assert set(control.subscriber.tolist()) <= set(infection.lines)
    assert set(infection.batch.subscriber.tolist()) <= set(infection.lines)
    for controller in infection.controllers:
        assert controller.kind == kind
        assert set(controller.bots) <= set(infection.lines)


@pytest.mark.parametrize("kind", list(BOTNETS))
def test_herds_of_different_numbers_use_different_servers(world, kind, infect):
    one = infect(kind, world)
    other = BOTNETS[kind](
        rng_of(1, kind), world, A_DAY, Herd(family="other", kind=kind, number=40, bots=12)
    )
    assert not {c.endpoint.address for c in one.controllers} & {
        c.endpoint.address for c in other.controllers
    }


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
