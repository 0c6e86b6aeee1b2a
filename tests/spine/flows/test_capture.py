"""Capture: both byte orders, packets across blocks, lengths of an attacker."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.capture import LONGEST, read_packets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError


def pcap(packets, order="<", magic=0xA1B2C3D4):
    head = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, 1)
    return head + b"".join(
        struct.pack(order + "IIII", 7, 9, len(octets), len(octets)) + octets for octets in packets
    )


def payloads(content, size=1 << 20):
    tally = Tally()
    blocks = (content[at : at + size] for at in range(0, len(content), size))
    found = [
        octets
        for packets in read_packets(blocks, tally)
        for octets in packets.octets.slices(packets.start, packets.length)
    ]
    return found, tally


PACKETS = [b"one", b"", b"three" * 20]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("size", [1, 7, 30, 4096])
def test_packets_do_not_mind_where_blocks_end(order, size):
    found, tally = payloads(pcap(PACKETS, order), size)
    assert found == PACKETS
    assert not tally.refused


@pytest.mark.parametrize(("magic", "expected"), [(0xA1B2C3D4, 7_000_009), (0xA1B23C4D, 7_000_000)])
def test_clocks_of_both_fineness_are_read(magic, expected):
    (packets,) = read_packets(iter([pcap([b"x"], magic=magic)]), Tally())
    assert packets.time_us.tolist() == [expected]


def test_a_length_beyond_any_snapshot_ends_the_capture():
    broken = pcap([b"good"]) + struct.pack("<IIII", 0, 0, LONGEST + 1, 0) + bytes(100)
    found, tally = payloads(broken)
    assert found == [b"good"]
    assert tally.refused == {"cut-short": 1}


@given(st.binary(max_size=300))
def test_octets_after_a_header_never_raise(octets):
    payloads(pcap([]) + octets)
    payloads(b"\x0a\x0d\x0d\x0a" + octets)


def test_no_capture_is_told():
    with pytest.raises(InputError, match="pcap"):
        payloads(b"hello world, this is no capture")
