"""Frames: right by the sums of RFC 1071, and answers are believed by their key only."""

import struct
from ipaddress import IPv4Address

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.frames import FRAME, SOURCE_PORT, Framer
from noroshi.spine.net.raw import Link
from noroshi.spine.net.receive import SLOT_OCTETS, Arrivals

LINK = Link(interface="x", own=b"\2" * 6, next_hop=b"\4" * 6)
SOURCE = IPv4Address("192.0.2.10")
PORTS = np.array([21, 49_152])


def framer(secret=b"s" * 32):
    return Framer(LINK, SOURCE, PORTS, secret)


def folded(octets):
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def arrivals(packets):
    slots = bytearray(SLOT_OCTETS * max(1, len(packets)))
    for number, packet in enumerate(packets):
        slots[number * SLOT_OCTETS : number * SLOT_OCTETS + len(packet)] = packet
    none = np.zeros(len(packets), np.int64)
    return Arrivals(memoryview(slots), np.array([len(p) for p in packets], np.int64), none, none, none)  # fmt: skip


def answer(to, address, port, *, flags=0x12, plus=1, ours=SOURCE_PORT):
    sequence = int(to.sequence(np.array([address]), np.array([port]))[0])
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40, 0, 0, 64, 6, 0, IPv4Address(address).packed, SOURCE.packed)  # fmt: skip
    return ip + struct.pack(">HHIIBBHHH", port, ours, 7, (sequence + plus) % 2**32, 0x50, flags, 9, 0, 0)  # fmt: skip


def admitted_of(boundary, addresses, slots):
    return boundary.admit(np.array(addresses), np.array(slots))[0]


def test_every_frame_has_right_checksums_and_its_target(make_boundary):
    addresses = [int(IPv4Address("198.51.100.1")), int(IPv4Address("203.0.113.127"))]
    frames = framer().frames(admitted_of(make_boundary(), addresses, [0, 1]))
    for row, address, port in zip(frames, addresses, PORTS.tolist(), strict=True):
        octets = row.tobytes()
        assert (len(octets), octets[:14]) == (FRAME, b"\4" * 6 + b"\2" * 6 + b"\x08\x00")
        ip, tcp = octets[14:34], octets[34:]
        assert folded(ip) == 0xFFFF
        assert folded(ip[12:20] + struct.pack(">HH", 6, len(tcp)) + tcp) == 0xFFFF
        assert ip[12:16] == SOURCE.packed
        assert int.from_bytes(ip[16:20], "big") == address
        assert struct.unpack(">HH", tcp[:4]) == (SOURCE_PORT, port)
        assert tcp[13] == 0x02


def test_an_answer_to_our_question_is_believed():
    to = framer()
    found = to.answered(arrivals([answer(to, 0xC6336401, 21)]))
    assert [values.tolist() for values in found] == [[0xC6336401], [21]]


def test_forged_and_other_segments_are_not():
    to = framer()
    forged = [
        answer(framer(b"x" * 32), 0xC6336401, 21), answer(to, 0xC6336401, 21, plus=2),
        answer(to, 0xC6336401, 21, flags=0x10), answer(to, 0xC6336401, 21, ours=80),
        answer(to, 0xC6336401, 21)[:38],
    ]  # fmt: skip
    assert len(to.answered(arrivals(forged))[0]) == 0


@given(st.lists(st.binary(max_size=120), max_size=6))
def test_any_octets_are_no_answer(packets):
    assert len(framer().answered(arrivals(packets))[0]) == 0
