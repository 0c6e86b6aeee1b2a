"""Reflection: octets that come back for one that was sent."""

import pytest

from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey.reflection import amplification, is_answer, resolves_for_all
from noroshi.lab.survey import speech

CONTACT = "https://survey.example/why"


def factor(probe, answered):
    return amplification(probe, answered, host="192.0.2.1", contact=CONTACT)


def test_the_best_message_counts():
    asked = [len(octets) for octets in CATALOGUE["ntp"].sends]
    assert factor("ntp", {0: 48, 1: 480}) == pytest.approx(480 / asked[1])
    assert factor("ssdp", {0: 300}) < 300 / len(b"M-SEARCH * HTTP/1.1\r\n")


def test_streams_and_unknown_probes_reflect_nothing():
    assert factor("http", {0: 9000}) == factor("gone", {0: 9000}) == factor("ntp", {7: 9000}) == 0


@pytest.mark.parametrize(
    ("probe", "message", "flags", "count", "resolves"),
    [
        ("dns", 1, 0x80, 1, True),
        ("dns", 1, 0x85, 1, False),
        ("dns", 1, 0x80, 0, False),
        ("dns", 0, 0x80, 1, False),
        ("mdns", 1, 0x80, 1, False),
    ],
)
def test_who_looks_up_our_name_resolves_for_all(probe, message, flags, count, resolves):
    octets = bytes([0x4E, 0x54, 0x81, flags, 0, 1, 0, count, 0, 0, 0, 0])
    assert resolves_for_all(probe, message, octets) is resolves
    assert not resolves_for_all(probe, message, octets[:11])


ENGINE = speech.snmp_report(bytes.fromhex("80007ed9050102030405"))
ANSWERS = {
    ("ssdp", 0): b"HTTP/1.1 200 OK\r\n\r\n",
    ("ntp", 0): b"\x24" + bytes(47),
    ("ntp", 1): b"\x16\x82" + bytes(10),
    ("dns", 0): b"NS\x81\x80" + bytes(8),
    ("dns", 1): b"NT\x81\x80" + bytes(8),
    ("mdns", 0): b"\x00\x00\x84\x00" + bytes(8),
    ("coap", 0): b"\x60\x45NR\xff</a>",
    ("snmpv3", 0): ENGINE,
}


@pytest.mark.parametrize(("probe", "message"), list(ANSWERS))
def test_an_answer_of_the_protocol_is_one(probe, message):
    assert is_answer(probe, message, ANSWERS[probe, message])
    assert not is_answer(probe, message, b"")


@pytest.mark.parametrize("probe", ["ssdp", "ntp", "dns", "mdns", "coap", "snmpv3"])
def test_an_echo_and_noise_are_no_answer(probe):
    """The question itself, all octets there are, and what another protocol would say."""
    for message, asked in enumerate(CATALOGUE[probe].sends):
        assert not is_answer(probe, message, asked)
        assert not is_answer(probe, message, bytes(range(256)) * 4)
        others = [octets for (other, _), octets in ANSWERS.items() if other not in {probe, "dns", "mdns"}]  # fmt: skip
        assert not any(is_answer(probe, message, octets) for octets in others)
    assert not is_answer("http", 0, b"HTTP/1.1 200 OK")
    assert not is_answer(probe, 9, b"")
