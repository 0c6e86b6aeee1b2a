"""PDU: octets as RFC 8210 draws them, and any octets are PDUs or a refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.rtr.pdu import (
    Code,
    Kind,
    Pdu,
    Splitter,
    Timing,
    aspa,
    end_of_data,
    error_report,
    text_of_error,
    with_serial,
)
from noroshi.spine.model import InputError


def test_pdus_are_drawn_as_in_the_standard():
    assert with_serial(1, Kind.SERIAL_NOTIFY, 0xABCD, 7).hex() == "0100abcd0000000c00000007"
    assert end_of_data(0, 5, 7, Timing()).hex() == "000700050000000c00000007"
    assert end_of_data(1, 5, 7, Timing(1, 2, 3)).hex() == (
        "0107000500000018" + "00000007" + "00000001" + "00000002" + "00000003"
    )
    assert aspa(64496, (64497, 64498), announced=True).hex() == (
        "020b010000000014" + "0000fbf0" + "0000fbf1" + "0000fbf2"
    )
    assert aspa(64496, (64497,), announced=False).hex() == "020b00000000000c0000fbf0"


@given(cuts=st.lists(st.integers(1, 40), max_size=9))
def test_a_stream_gives_the_same_pdus_however_it_is_cut(cuts):
    stream = with_serial(1, Kind.SERIAL_QUERY, 3, 9) * 3 + error_report(1, Code.CORRUPT_DATA, "x")
    splitter, found, at = Splitter(), [], 0
    for size in [*cuts, len(stream)]:
        found += splitter.feed(stream[at : at + size])
        at += size
    assert [pdu.kind for pdu in found] == [1, 1, 1, 10]
    assert b"".join(pdu.octets() for pdu in found) == stream


@given(st.binary(max_size=200))
def test_any_octets_give_pdus_or_a_refusal(octets):
    try:
        found = Splitter().feed(octets)
    except InputError:
        return
    assert octets.startswith(b"".join(pdu.octets() for pdu in found))
    assert all(text_of_error(pdu).startswith("error ") for pdu in found)


@pytest.mark.parametrize("size", [0, 7, 11, 13, 2**31])
def test_a_length_that_no_query_has_is_refused(size):
    with pytest.raises(InputError, match="says that it has"):
        Splitter().feed(b"\x01\x01\0\0" + size.to_bytes(4, "big"))


def test_an_error_tells_its_text():
    [pdu] = Splitter().feed(error_report(1, Code.NO_DATA_AVAILABLE, "no data yet", b"12"))
    assert text_of_error(pdu) == "error 2: no data yet"
    assert text_of_error(Pdu(1, 10, 4, b"\xff\xff")) == "error 4"
