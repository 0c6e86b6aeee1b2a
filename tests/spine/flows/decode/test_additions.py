"""Additions: elements that are no plain copy of a column."""

import struct

import pytest

ENDS = struct.pack(">4s4sB", bytes([192, 0, 2, 1]), bytes([198, 51, 100, 7]), 1)
FIELDS = [(8, 4), (12, 4), (4, 1)]


@pytest.mark.parametrize(
    ("fields", "octets", "column", "value"),
    [
        ([(70, 3)], bytes([0x12, 0x34, 0x51]), "mplsTopLabel", 0x12345),
        ([(31, 4)], bytes([0x60, 0x0A, 0xBC, 0xDE]), "flowLabelIPv6", 0xABCDE),
        ([(31, 3)], bytes([0x0A, 0xBC, 0xDE]), "flowLabelIPv6", 0xABCDE),
        ([(243, 2)], bytes([0x00, 0x2A]), "vlanId", 42),
        ([(58, 2), (243, 2)], bytes([0, 7, 0, 42]), "vlanId", 7),
        ([(32, 2)], bytes([8, 0]), "icmpTypeCode", 0x0800),
        ([(139, 2), (32, 2)], bytes([0, 0, 3, 1]), "icmpTypeCode", 0x0301),
        ([(176, 1), (177, 1)], bytes([11, 0]), "icmpTypeCode", 0x0B00),
        ([(23, 4)], struct.pack(">I", 77), "octetDeltaCount", 77),
        ([(352, 4)], struct.pack(">I", 78), "octetDeltaCount", 78),
        ([(24, 4)], struct.pack(">I", 5), "packetDeltaCount", 5),
        ([(1, 4), (23, 4)], struct.pack(">II", 9, 77), "octetDeltaCount", 9),
        ([(89, 1)], b"\x40", "forwardingStatus", 0x40),
        ([(234, 4)], struct.pack(">I", 5), "vrfName", None),
    ],
)
def test_an_element_fills_its_column(rows_of, fields, octets, column, value):
    (row,), _ = rows_of(FIELDS + fields, ENDS + octets)
    assert row.get(column) == value


def test_type_and_code_follow_the_protocol_of_the_record(rows_of):
    fields = [(27, 16), (28, 16), (4, 1), (176, 1), (177, 1), (178, 1), (179, 1)]
    six = bytes.fromhex("20010db8000000000000000000000001")
    (row,), _ = rows_of(fields, six * 2 + bytes([58, 0, 0, 135, 0]))
    assert row["icmpTypeCode"] == 135 << 8


def test_texts_of_any_length_are_told_apart(rows_of):
    names = ["", "a", "ab", "abcdefgh", "abcdefghi", "ab", "日本", "x" * 200, "x" * 201]
    raw = [name.encode() for name in names]
    rows, _ = rows_of([*FIELDS, (96, 65535)], *(ENDS + bytes([len(r)]) + r for r in raw))
    assert sorted(row["applicationName"] for row in rows) == sorted(names)


def test_a_long_layout_without_a_whole_record_gives_none(rows_of):
    rows, tally = rows_of([(4, 1), (210, 4), (96, 30_000)], b"\x06" + bytes(20))
    assert rows == []
    assert tally.kept == 0
