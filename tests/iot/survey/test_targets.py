"""Targets: every address times every message, there and back."""

from ipaddress import ip_address

import numpy as np
import pytest

from noroshi.iot.survey.targets import Targets


def test_every_address_of_the_scope_meets_every_slot_once(lab_scope):
    targets = Targets(lab_scope())
    addresses, slots = targets.at(np.arange(len(targets), dtype=np.uint64))
    assert len(set(zip(addresses.tolist(), slots.tolist(), strict=True))) == (256 + 128) * 5
    assert [(slot.probe.name, slot.port, slot.message) for slot in targets.slots] == [
        ("ftp", 21, 0), ("http", 80, 0), ("http", 8080, 0), ("dns", 53, 0), ("dns", 53, 1),
    ]  # fmt: skip


def test_indices_of_an_address_lead_back_to_it(lab_scope):
    targets = Targets(lab_scope())
    for text in ("198.51.100.0", "198.51.100.255", "203.0.113.127"):
        addresses, slots = targets.at(targets.indices_of(int(ip_address(text))).astype(np.uint64))
        assert set(addresses.tolist()) == {int(ip_address(text))}
        assert slots.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("text", ["198.51.99.255", "198.51.101.0", "203.0.113.128", "0.0.0.0"])
def test_an_address_outside_has_none(lab_scope, text):
    assert len(Targets(lab_scope()).indices_of(int(ip_address(text)))) == 0


def test_nobody_goes_through_ipv6_prefixes(lab_scope):
    scope = lab_scope(prefixes=["198.51.100.0/24", "2001:db8::/64"], sources=["2001:db8::1"])
    assert Targets(scope).addresses == 256
    only = lab_scope(prefixes=["2001:db8::/64"], sources=["2001:db8::1"])
    assert len(Targets(only)) == 0
