"""Who handed a message over, by its own fields."""

import pytest

from noroshi.readiness.mail.analyse.handover import read_handover
from noroshi.readiness.mail.dkim import parse_letter


def test_the_newest_field_from_outside_counts():
    found = read_handover(parse_letter(
        b"Return-Path: <A@List.example>\r\n"
        b"Received: from inner (inner [10.0.0.1])\r\n\tby mx.isp.example\r\n"
        b"Received: from out.list.example (out.list.example\r\n [198.51.100.7]) by inner\r\n"
        b"Received: from older (older [203.0.113.9]) by out\r\n\r\n"
    ))  # fmt: skip
    assert (found.address, found.helo, found.domain, found.is_told) == ("198.51.100.7", "out.list.example", "list.example", False)  # fmt: skip


def test_a_bounce_goes_by_its_helo():
    found = read_handover(parse_letter(b"Return-Path: <>\r\nReceived: from MX.far.example (x [IPv6:2001:db8::1]) by b\r\n\r\n"))  # fmt: skip
    assert (found.address, found.domain) == ("2001:db8::1", "mx.far.example")


@pytest.mark.parametrize("field", [b"from x by y", b"from a (b [999.1.1.1]) by c", b"from a (b [::1]) by c", b"x" * 9000])  # fmt: skip
def test_no_address_is_no_guess(field):
    assert read_handover(parse_letter(b"Received: " + field + b"\r\n\r\n")).address == ""
