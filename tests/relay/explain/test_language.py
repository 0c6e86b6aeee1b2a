from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.explain.language import (
    printable,
    shorten,
    width_em,
    without_addresses,
    without_small_counts,
)


@given(st.text(st.characters(codec=None)))
def test_printable_text_is_valid_xml(text):
    escaped = printable(text).replace("&", "&amp;").replace("<", "&lt;")
    ElementTree.fromstring(f"<t>{escaped}</t>")


def test_text_cannot_turn_its_direction():
    assert printable("203.0.113.\u202e7\u2069") == "203.0.113.7"


@given(st.ip_addresses().filter(lambda address: str(address) != "192.0.2.1"))
def test_any_other_address_is_hidden(address):
    text = f"seen from {address}, twice ({address})."
    assert str(address) not in without_addresses(text, but="192.0.2.1")


@given(st.ip_addresses())
def test_the_servers_own_address_stays(address):
    assert str(address) in without_addresses(f"{address} answers", but=str(address))


@pytest.mark.parametrize(
    "text", ["at 12:30:05", "0.91, usually 0.12.", "v1.2.3", "80 %", "ratio 3:1", "…:b"]
)
def test_what_is_no_address_stays(text):
    assert without_addresses(text, but="192.0.2.1") == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("192.0.2.9:443 was seen", "••• was seen"),
        ("[2001:db8::7]:443", "[•••]:443"),
        ("a 100.64.0.1.", "a •••."),
        ("IP=100.64.0.1", "IP=•••"),
    ],
)
def test_an_address_is_hidden_in_its_usual_surroundings(text, told):
    assert without_addresses(text, but="192.0.2.1").replace("•••.", "•••.") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Only 2 clients came.", "Only <3 clients came."),
        ("1 subscriber scans", "<3 subscriber scans"),
        ("12 clients, 0.2 hosts", "12 clients, 0.2 hosts"),
        ("接触した利用者 2 だけ", "接触した利用者 <3 だけ"),
        ("2 人の利用者", "<3 人の利用者"),
        ("利用者 20 と 12 の加入者", "利用者 20 と 12 の加入者"),
    ],
)
def test_small_counts_in_sentences_are_not_told(text, told):
    assert without_small_counts(text) == told


@given(st.text(max_size=300), st.floats(2, 60))
def test_a_shortened_text_fits(text, room):
    assert width_em(shorten(text, room)) <= room + 1e-9
