"""Framed: a packet inside a record shows what an sFlow header shows."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

MACS = bytes(12)
IPV4 = struct.pack(">BBHHHBBH4s4s", 0x45, 8, 60, 1, 0, 64, 6, 0, bytes([192, 0, 2, 1]), bytes([198, 51, 100, 7]))  # fmt: skip
TCP = struct.pack(">HHIIBBHHH", 50000, 443, 1, 0, 0x50, 0x12, 0, 0, 0)
TAGGED = MACS + struct.pack(">HHH", 0x8100, 42, 0x0800) + IPV4 + TCP
FIXED = [(312, 2), (408, 2), (315, len(TAGGED))]


def variable(section):
    long = len(section) > 254
    return (b"\xff" + struct.pack(">H", len(section)) if long else bytes([len(section)])) + section


def test_a_frame_of_fixed_length_is_a_row(rows_of):
    (row,), tally = rows_of(FIXED, struct.pack(">HH", 78, 1) + TAGGED)
    assert row["sourceTransportPort"] == 50000
    assert row["destinationTransportPort"] == 443
    assert row["protocolIdentifier"] == 6
    assert row["tcpControlBits"] == 0x12
    assert row["octetDeltaCount"] == 60
    assert row["packetDeltaCount"] == 1
    assert row["vlanId"] == 42
    assert row["ipClassOfService"] == 8
    assert row["dataLinkFrameSize"] == 78
    assert row["destinationAddressLo"] == 0xFFFF_C633_6407
    assert tally.kept == 1


def test_a_frame_of_variable_length_is_a_row(rows_of):
    (row,), _ = rows_of([(315, 65535), (10, 4)], variable(TAGGED) + struct.pack(">I", 7))
    assert (row["destinationTransportPort"], row["ingressInterface"]) == (443, 7)


def test_a_section_from_the_ip_header_on_is_read(rows_of):
    (row,), _ = rows_of([(313, 65535)], variable(IPV4 + TCP))
    assert (row["destinationTransportPort"], row["octetDeltaCount"]) == (443, 60)


def test_the_records_own_elements_win(rows_of):
    own = struct.pack(">4sIHB", bytes([203, 0, 113, 9]), 9000, 53, 99)
    (row,), _ = rows_of([(8, 4), (1, 4), (11, 2), (5, 1), (315, 65535)], own + variable(TAGGED))
    assert row["sourceAddressLo"] == 0xFFFF_CB00_7109
    assert row["octetDeltaCount"] == 9000
    assert row["destinationTransportPort"] == 53
    assert row["ipClassOfService"] == 99
    assert row["destinationAddressLo"] == 0xFFFF_C633_6407


def test_an_icmp_type_is_read_from_the_packet(rows_of):
    icmp = IPV4[:9] + b"\x01" + IPV4[10:] + bytes([3, 1]) + bytes(30)
    (row,), _ = rows_of([(313, 65535)], variable(icmp))
    assert row["icmpTypeCode"] == 0x0301


def test_padding_behind_the_exported_octets_is_not_read(rows_of):
    (row,), _ = rows_of([(410, 2), (313, 40)], struct.pack(">H", 22) + IPV4 + TCP)
    assert row["tcpControlBits"] is None
    assert row["destinationTransportPort"] == 0


@pytest.mark.parametrize(
    ("fields", "record"),
    [
        ([(409, 2), (315, 65535)], struct.pack(">H", 4) + variable(TAGGED)),
        ([(408, 2), (315, 65535)], struct.pack(">H", 2) + variable(TAGGED)),
        ([(315, 65535)], variable(MACS + b"\x08\x06" + bytes(28))),
        ([(315, 65535)], variable(b"")),
    ],
)
def test_what_shows_no_ip_packet_is_refused(rows_of, fields, record):
    rows, tally = rows_of(fields, record)
    assert rows == []
    assert tally.refused == {"no-ip-protocol": 1}


@given(section=st.binary(max_size=300))
def test_any_section_gives_at_most_one_row(rows_of, section):
    rows, tally = rows_of([(315, 65535)], variable(section))
    assert len(rows) + tally.refused.total() == 1
