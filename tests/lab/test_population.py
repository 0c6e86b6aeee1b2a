"""Lines and devices: addresses in the declared ranges, plausible homes."""

from ipaddress import ip_address, ip_network

import numpy as np
import pytest

from noroshi.lab.ground import server_ends
from noroshi.lab.population import (
    DUAL_STACK,
    SUBSCRIBER_RANGES,
    Kind,
    is_subscriber,
    make_population,
)
from noroshi.spine.model import address_text

NETWORKS = [ip_network(text) for text in SUBSCRIBER_RANGES]


@pytest.fixture(scope="module")
def people():
    return make_population(np.random.default_rng(5), 3000)


@pytest.mark.parametrize("over_v6", [True, False])
def test_clients_lie_in_the_subscriber_ranges(people, over_v6):
    dual = np.flatnonzero(people.v6_hi[people.owner] != 0)[:200]
    ends = people.ends(np.random.default_rng(1), dual, np.full(len(dual), over_v6))
    assert is_subscriber(ends).all()
    for hi, lo in zip(ends.hi.tolist(), ends.lo.tolist(), strict=True):
        assert ip_address(address_text(hi, lo)) in NETWORKS[int(over_v6)]


def test_servers_are_no_subscribers():
    slots = np.arange(131_072)
    port = np.zeros(131_072, np.uint16)
    for over_v6 in (True, False):
        assert not is_subscriber(server_ends(slots, port, np.full(131_072, over_v6))).any()


def test_lines_have_distinct_addresses(people):
    assert len(np.unique(people.v4_lo)) == people.size
    assert len(np.unique(people.v6_hi[people.v6_hi != 0])) == (people.v6_hi != 0).sum()


def test_homes_are_plausible(people):
    devices = np.bincount(people.owner, minlength=people.size)
    assert devices.min() >= 1
    assert 3.5 < devices.mean() < 6.0
    assert (people.v6_hi != 0).mean() == pytest.approx(DUAL_STACK, abs=0.05)
    assert people.activity.mean() == pytest.approx(1.0, abs=0.1)


def test_phones_never_sleep_and_computers_do(people):
    noon, night = np.array([3 * 3_600_000]), np.array([19 * 3_600_000])
    phones, computers = people.of_kind(Kind.PHONE), people.of_kind(Kind.COMPUTER)
    assert people.is_awake(phones, np.repeat(night, len(phones))).all()
    asleep = ~people.is_awake(computers, np.repeat(night, len(computers)))
    awake = people.is_awake(computers, np.repeat(noon, len(computers)))
    assert asleep.mean() > 0.6
    assert awake.mean() > 0.6


def test_busy_lines_are_picked_more_often(people):
    picked = people.pick(np.random.default_rng(2), 50_000, np.arange(len(people.kind)))
    lines = np.bincount(people.owner[picked], minlength=people.size)
    order = np.argsort(people.activity)
    assert lines[order[-300:]].sum() > 5 * lines[order[:300]].sum()


def test_even_one_line_has_every_kind_of_device():
    people = make_population(np.random.default_rng(1), 1)
    assert set(people.kind.tolist()) == {kind.value for kind in Kind}
