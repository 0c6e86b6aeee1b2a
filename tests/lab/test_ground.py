"""Addresses: each behaviour has its own, and none belongs to anybody."""

from ipaddress import ip_address, ip_network

import numpy as np
import pytest

from noroshi.lab.ground import PEOPLE_SPANS, SERVER_SPANS, has_v6, make_ground, server_ends
from noroshi.spine.model import address_text

LAB_RANGES = [ip_network("198.18.0.0/15"), ip_network("2001:db8::/33")]


@pytest.fixture(scope="module")
def ground():
    return make_ground(3)


def test_spans_never_meet(ground):
    slots = np.concatenate([ground.slots(name) for name in (*SERVER_SPANS, *PEOPLE_SPANS)])
    assert len(np.unique(slots)) == len(slots)


@pytest.mark.parametrize("name", [*SERVER_SPANS, *PEOPLE_SPANS])
def test_spans_have_the_size_they_declare(ground, name):
    assert len(ground.slots(name)) == (SERVER_SPANS | PEOPLE_SPANS)[name]


def test_unknown_names_are_refused(ground):
    with pytest.raises(KeyError, match="palace"):
        ground.slots("palace")


@pytest.mark.parametrize("over_v6", [True, False])
def test_addresses_lie_in_reserved_ranges(ground, over_v6):
    slots = np.concatenate([ground.slots("web")[:50], ground.slots("targets")[:50]])
    ends = server_ends(slots, np.full(100, 443, np.uint16), np.full(100, over_v6))
    for hi, lo in zip(ends.hi.tolist(), ends.lo.tolist(), strict=True):
        address = ip_address(address_text(hi, lo))
        assert any(address in network for network in LAB_RANGES)


def test_no_server_has_a_network_or_broadcast_number(ground):
    assert not np.isin(ground.server_order % 256, [0, 255]).any()


def test_most_servers_have_ipv6_and_the_answer_is_fixed(ground):
    slots = ground.slots("web")
    assert 0.6 < has_v6(slots).mean() < 0.8
    assert (has_v6(slots) == has_v6(slots)).all()
