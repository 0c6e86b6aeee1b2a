"""World: the same seed gives the same country, and nobody is in two places."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

import pytest

from noroshi.lab.survey import Kind, Plan, make_world
from noroshi.lab.survey.device import HIGH, WEAK, Ports
from noroshi.lab.survey.operator import Lending, holds_port
from noroshi.lab.survey.world import NEEDS_PRIVILEGE

BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def plan(**changes):
    facts = {
        "seed": 1, "network": IPv4Network("198.18.0.0/22"), "devices": 300, "began": BEGAN,
        "ports": Ports(),
    }  # fmt: skip
    return Plan(**facts | changes)


@pytest.fixture(scope="module")
def world():
    return make_world(plan())


def test_same_seed_same_country(world):
    again = make_world(plan())
    assert (again.devices, again.homes, again.movers) == (world.devices, world.homes, world.movers)
    assert make_world(plan(seed=2)).homes != world.homes


def test_there_are_devices_of_every_kind_and_operator(world):
    assert len(Counter(one.kind for one in world.devices.values())) == len(Kind)
    assert {place.operator for place in world.homes.values()} == set(world.operators)


def test_without_privilege_no_device_needs_a_low_port():
    kinds = {one.kind for one in make_world(plan(ports=HIGH)).devices.values()}
    assert kinds.isdisjoint(NEEDS_PRIVILEGE)


def test_devices_live_at_addresses_of_their_operator(world):
    for day in (0, 20, 60):
        at = BEGAN + timedelta(days=day)
        for number in world.devices:
            address = world.address_at(number, at)
            operator = world.operators[world.place_at(number, at).operator]
            assert address is None or IPv4Address(address) in operator.prefix


def test_a_device_behind_a_shared_address_uses_a_port_of_its_line(world):
    shared = [one.name for one in world.operators.values() if one.lending is Lending.SHARED]
    those = [number for number, place in world.homes.items() if place.operator in shared]
    assert those
    assert all(holds_port(world.homes[one].line, world.devices[one].web) for one in those)


def test_a_mended_device_is_weak_no_more(world):
    number = next(one.device.number for one in world.weak_at(BEGAN))
    world.fates[number] = BEGAN + timedelta(days=5)
    before, after = (
        {one.device.number for one in world.weak_at(BEGAN + timedelta(days=day))} for day in (3, 6)
    )
    assert number in before
    assert number not in after


def test_a_mover_changes_its_line_once():
    large = make_world(plan(network=IPv4Network("198.18.0.0/20"), devices=1600))
    assert large.movers
    for number, (when, place) in large.movers.items():
        before = when - timedelta(seconds=1)
        assert large.place_at(number, before) == large.homes[number] != place
        assert large.place_at(number, when) == place


def test_weak_devices_are_of_weak_kinds_and_somewhere(world):
    for one in world.weak_at(BEGAN):
        assert one.device.kind in WEAK
        assert world.address_at(one.device.number, BEGAN) is not None
