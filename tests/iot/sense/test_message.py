"""Message: the catalogue's octets with their slots filled, and never an open slot."""

import pytest

from noroshi.iot.sense import CATALOGUE
from noroshi.iot.sense.message import message_of, own_name


def test_no_message_leaves_with_an_open_slot():
    for probe in CATALOGUE.values():
        for number in range(len(probe.sends)):
            octets = message_of(
                probe, number, host="192.0.2.1", contact="https://survey.example/why"
            )
            assert b"{" not in octets


def test_a_probe_that_listens_says_nothing():
    assert message_of(CATALOGUE["ftp"], 0, host="192.0.2.1", contact="a@b.example") == b""


@pytest.mark.parametrize(
    "contact", ["https://survey.example/why", "why@survey.example", "https://survey.example:8443/x"]
)
def test_our_own_name_lies_below_the_contact(contact):
    assert own_name(contact) == b"\x0dnoroshi-probe\x06survey\x07example"
