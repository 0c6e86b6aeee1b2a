"""Spoken: texts out of answers, without following or believing anything."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.spoken import spoken

VERSION = (
    b"NS\x84\x00\x00\x01\x00\x01\x00\x00\x00\x00\x07version\x04bind\x00\x00\x10\x00\x03"
    b"\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x06\x059.1.1"
)


def test_banners_are_their_text_without_control_characters():
    assert spoken("ssh", 0, b"SSH-2.0-x\x00\x1b\r\n") == "SSH-2.0-x\r\n"


def test_the_version_of_a_name_server_is_read():
    assert spoken("dns", 0, VERSION) == "9.1.1"
    assert spoken("dns", 1, VERSION) == ""


def test_variables_of_ntp_stand_behind_the_header():
    assert spoken("ntp", 1, bytes(12) + b'version="x"') == 'version="x"'
    assert spoken("ntp", 0, bytes(48)) == ""


@given(st.sampled_from(["dns", "ntp", "ssdp", "telnet", "coap"]), st.binary(max_size=300))
def test_any_octets_are_read_or_left(probe, octets):
    assert isinstance(spoken(probe, 0, octets), str)
    assert isinstance(spoken("dns", 0, VERSION[:30] + octets), str)
