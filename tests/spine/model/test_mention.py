"""Mention: no spelling hides an address."""

from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import Endpoint, Subject, mentioned_addresses, strange_addresses

OWN = Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))


@pytest.mark.parametrize(
    "text",
    [
        "seen at 198.51.100.7.",
        "198[.]51[.]100[.]7",
        "198 (198(dot)51(dot)100(dot)7)",
        "１９８．５１．１００．７ から",
        "198。51。100。7",
        "host-198-51-100-7.pool.example",
        "198.51.\u200b100.7",
        "::ffff:198.51.100.7",
        "http://198.51.100.7:8080/x",
        "198.51.100.007",
    ],
)
def test_every_spelling_is_seen_through(text):
    assert "198.51.100.7" in mentioned_addresses(text)


@given(st.ip_addresses())
def test_every_address_is_found_in_a_sentence(address):
    wanted = address
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        wanted = address.ipv4_mapped
    found = mentioned_addresses(f"The host {address} called twice.")
    assert str(wanted) in found or address == IPv6Address("::")


@given(st.text())
def test_any_text_is_read(text):
    mentioned_addresses(text)


@pytest.mark.parametrize(
    "text",
    [
        "at 10:30:00",
        "version 3.11",
        "2026-01-05",
        "999.999.999.999",
        "std::vector",
        "a :: b",
        "12:30",
    ],
)
def test_times_versions_and_punctuation_are_none(text):
    assert mentioned_addresses(text) == []


def test_hardware_addresses_are_found():
    assert mentioned_addresses("CPE 00:00:5E:00:53:01") == ["00:00:5e:00:53:01"]


def test_only_the_subjects_own_address_is_no_stranger():
    assert strange_addresses("192.0.2.1 and 192[.]0[.]2[.]1", OWN) == []
    assert strange_addresses("192.0.2.1 and 192.0.2.2", OWN) == ["192.0.2.2"]
