"""frr: its own parser takes what is written for every stage, and refuses each broken variant."""

import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.readiness.rpki.configure import DIALECTS, Treatment

BROKEN = [
    ("router-id", "routerid"),
    (" rpki cache", " rpki cash"),
    ("preference 1", "preference x"),
    ("match rpki invalid", "match rpki broken"),
    ("soft-reconfiguration inbound", "soft-reconfiguration outbound"),
    ("bgp router-id 192.0.2.1", "bgp router-id 192.0.2"),
    ("remote-as 64501", "remote-as 4294967296"),
    ("address-family ipv4 unicast", "address-family ipv5 unicast"),
    ("match rpki invalid", "match rpki"),
    ("route-map ROV-IN in", "route-map ROV-IN inwards"),
    ("198.51.100.1 activate", "198.51.100.1 aktivate"),
    ("match rpki invalid", "match rpky invalid"),
]


def checked(text):
    found = check_text("frr", text)
    if found.good is None:
        pytest.skip(f"{found.parser} is not installed")
    return found


@pytest.mark.parametrize("treatment", Treatment)
def test_the_parser_takes_every_stage(wish, treatment):
    found = checked(DIALECTS["frr"](wish(treatment)))
    assert found.good, found.said


@pytest.mark.parametrize(("old", "new"), BROKEN)
def test_a_broken_variant_is_refused(wish, old, new):
    text = DIALECTS["frr"](wish(Treatment.PREFER))
    assert old in text
    assert not checked(text.replace(old, new, 1)).good
