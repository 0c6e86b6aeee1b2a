import struct
from ipaddress import ip_address

import numpy as np
import pytest

from noroshi.spine.flows.address import format_addresses
from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.decode import export_datagrams
from noroshi.spine.flows.frame import parse_frames
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally

PAYLOAD = b"\x00\x0aexport"
UDP = struct.pack(">HHHH", 4739, 2055, 8 + len(PAYLOAD), 0) + PAYLOAD
V4 = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(UDP), 0, 0, 64, 17, 0, ip_address("192.0.2.1").packed, ip_address("192.0.2.2").packed) + UDP  # fmt: skip


def v6(payload, protocol=17):
    ends = ip_address("2001:db8::1").packed + ip_address("2001:db8::2").packed
    return struct.pack(">IHBB", 6 << 28, len(payload), protocol, 64) + ends + payload


HOP_BY_HOP = bytes([17, 0, 1, 4, 0, 0, 0, 0])


def packets(*frames, link=1):
    lengths = np.array([len(f) for f in frames], np.int64)
    end, rows = np.cumsum(lengths), len(frames)
    return Packets(
        Octets(b"".join(frames)),
        end - lengths,
        lengths,
        lengths,
        np.full(rows, link),
        np.arange(rows),
    )


def ether(kind, content, tags=b""):
    return bytes(12) + tags + struct.pack(">H", kind) + content


@pytest.mark.parametrize(
    ("frame", "link", "sender"),
    [
        (ether(0x0800, V4), 1, "192.0.2.1"),
        (ether(0x0800, V4, b"\x81\x00\x00\x07"), 1, "192.0.2.1"),
        (ether(0x0800, V4, b"\x88\xa8\x00\x07\x81\x00\x00\x08"), 1, "192.0.2.1"),
        (ether(0x86DD, v6(UDP)), 1, "2001:db8::1"),
        (ether(0x86DD, v6(HOP_BY_HOP + UDP, 0)), 1, "2001:db8::1"),
        (V4, 101, "192.0.2.1"),
        (v6(UDP), 101, "2001:db8::1"),
        (bytes(14) + b"\x08\x00" + V4, 113, "192.0.2.1"),
        (b"\x08\x00" + bytes(18) + V4, 276, "192.0.2.1"),
    ],
)
def test_export_datagrams_are_found_behind_every_header(frame, link, sender):
    batch = export_datagrams(packets(frame, link=link), Tally())
    assert format_addresses(batch.sender).to_pylist() == [sender]
    assert bytes(batch.octets.data[batch.start[0] : batch.end[0]]) == PAYLOAD
    assert batch.port.tolist() == [4739]


def test_padding_of_short_frames_is_no_payload():
    batch = export_datagrams(packets(ether(0x0800, V4) + bytes(20)), Tally())
    assert batch.end[0] - batch.start[0] == len(PAYLOAD)


def test_what_is_no_whole_datagram_is_counted():
    fragment = bytearray(V4)
    fragment[6] = 0x20
    tally = Tally()
    batch = export_datagrams(
        packets(ether(0x0806, bytes(28)), ether(0x0800, bytes(fragment)), b"\x00"), tally
    )
    assert len(batch) == 0
    assert tally.refused == {"not-udp": 2, "fragment": 1}


def test_the_vlan_and_length_are_those_of_the_headers():
    frames = parse_frames(packets(ether(0x0800, V4, b"\x81\x00\x00\x07")))
    assert frames.vlan.tolist() == [7]
    assert frames.octets.tolist() == [len(V4)]


LABELS = struct.pack(">II", 1001 << 12, 1002 << 12 | 1 << 8)


@pytest.mark.parametrize(("content", "sender"), [(V4, "192.0.2.1"), (v6(UDP), "2001:db8::1")])
def test_ip_is_found_under_an_mpls_stack(content, sender):
    frames = parse_frames(packets(ether(0x8847, LABELS + content)))
    assert format_addresses(frames.source).to_pylist() == [sender]
    assert frames.mpls_label.tolist() == [1001]
    assert parse_frames(packets(LABELS + content, link=219)).ip.tolist() == [True]


def test_a_stack_without_bottom_is_no_ip():
    assert not parse_frames(packets(ether(0x8847, LABELS[:4] * 9 + V4))).ip.any()


def test_the_flow_label_is_read_of_ipv6_only():
    six = bytearray(v6(UDP))
    six[1:4] = b"\x01\x23\x45"
    frames = parse_frames(packets(ether(0x86DD, bytes(six)), ether(0x0800, V4)))
    assert frames.flow_label.tolist() == [0x12345, -1]
