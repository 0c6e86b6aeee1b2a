"""Manners: options are refused, and nothing else is ever said in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.manners import is_whole_of, refused_options, without_options


def test_every_option_is_refused():
    asked = b"\xff\xfd\x18\xff\xfb\x01\xff\xfe\x05login: "
    assert refused_options(asked) == b"\xff\xfc\x18\xff\xfe\x01"
    assert without_options(asked) == b"login: "


@given(st.binary(max_size=200))
def test_only_refusals_are_ever_said(octets):
    said = refused_options(octets)
    assert len(said) <= len(octets)
    assert all(said[at] == 255 and said[at + 1] in (252, 254) for at in range(0, len(said), 3))
    without_options(octets)


@pytest.mark.parametrize(
    ("probe", "part", "whole"),
    [
        ("ftp", b"220-a\r\n", b"220-a\r\n220 b\r\n"),
        ("ssh", b"SSH-2.0-x", b"SSH-2.0-x\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
        ("rtsp", b"RTSP/1.0 200 OK\r\n", b"RTSP/1.0 200 OK\r\n\r\n"),
    ],
)  # fmt: skip
def test_the_end_of_an_answer_is_seen(probe, part, whole):
    assert not is_whole_of(probe)(part)
    assert is_whole_of(probe)(whole)


def test_telnet_and_unknown_probes_end_by_silence():
    assert not is_whole_of("telnet")(b"login: \n")
    assert not is_whole_of("mqtt-open")(b"\n")
