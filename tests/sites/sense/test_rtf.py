"""HTML inside of RTF comes out as it was."""

from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.sense import rtf
from noroshi.sites.sense.rtf import html_in_rtf, unpacked

PLAIN = (
    rb"{\rtf1\ansi\ansicpg932\fromhtml1 {\fonttbl{\f0 Arial;}}"
    rb'{\*\htmltag64 <a href="http://bad.example/l?a=\{1\}">}\htmlrtf {\field HIDDEN}\htmlrtf0 '
    rb"\'8bU\'83\'54\'83\'43\'83\'67 \u20605?{\*\htmltag72 </a>}{\*\generator none;}}"
)
HTML = '<a href="http://bad.example/l?a={1}">偽サイト 偽</a>'


def wrapped(octets, kind=b"MELA", size=None):
    return pack("<II4sI", len(octets) + 12, len(octets) if size is None else size, kind, 0) + octets


def packed(octets):
    """Every octet as it is: a flag of zero before each eight."""
    pieces = [b"\0" + octets[at : at + 8] for at in range(0, len(octets), 8)]
    return wrapped(b"".join(pieces), b"LZFu", len(octets))


@pytest.mark.parametrize("given_", [wrapped(PLAIN), packed(PLAIN)])
def test_tags_and_text_are_put_in_order(given_):
    assert html_in_rtf(given_) == HTML


def test_the_packing_of_the_standard_is_undone():
    # [MS-OXRTFCP] 3.1: the example of a compressed RTF
    example = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d"
        "0a800fa0"
    )
    assert unpacked(example) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_a_reference_that_writes_over_itself_repeats():
    # [MS-OXRTFCP] 3.2: WXYZ five times
    example = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked(example) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_rtf_that_was_never_html_gives_none():
    assert html_in_rtf(wrapped(rb"{\rtf1\ansi hello}")) == ""
    assert html_in_rtf(b"") == ""


def test_what_is_unpacked_is_bounded(monkeypatch):
    monkeypatch.setattr(rtf, "MOST_UNPACKED", 100)
    assert len(unpacked(packed(b"x" * 1_000))) == 100
    assert len(unpacked(wrapped(b"x" * 1_000))) == 100


@settings(deadline=None)
@given(
    st.binary(max_size=200), st.integers(0, 2**32 - 1), st.sampled_from([b"MELA", b"LZFu", b"none"])
)
def test_any_octets_are_read(octets, size, kind):
    assert isinstance(html_in_rtf(wrapped(octets, kind, size)), str)
    assert isinstance(html_in_rtf(wrapped(rb"{\rtf1\fromhtml1" + octets)), str)
