"""openbgpd: its own parser takes what is written for every stage, and refuses each broken variant."""

import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.readiness.rpki.configure import DIALECTS, Treatment

BROKEN = [
    ("AS 64500", "AS 4294967296"),
    ("router-id 192.0.2.1", "router-id here"),
    ("rtr 192.0.2.10", "rtr cache.example."),
    ("port 3323", "port 99999"),
    ("}\n\nneighbor", "\n\nneighbor"),
    ("remote-as 64501", "remote-as"),
    ("announce IPv4 unicast", "announce IPv5 unicast"),
    ("ovs invalid", "ovs wrong"),
    ("localpref 50", "localpref low"),
    ("from ebgp ovs", "from ebpg ovs"),
    ("allow from ebgp", "alow from ebgp"),
    ("neighbor 198.51.100.1", "neighbor 198.51.100.256"),
]


def checked(text):
    found = check_text("openbgpd", text)
    if found.good is None:
        pytest.skip(f"{found.parser} is not installed")
    return found


@pytest.mark.parametrize("treatment", Treatment)
def test_the_parser_takes_every_stage(wish, treatment):
    found = checked(DIALECTS["openbgpd"](wish(treatment)))
    assert found.good, found.said


@pytest.mark.parametrize(("old", "new"), BROKEN)
def test_a_broken_variant_is_refused(wish, old, new):
    text = DIALECTS["openbgpd"](wish(Treatment.PREFER))
    assert old in text
    assert not checked(text.replace(old, new, 1)).good
