"""Datagrams: UDP payloads out of captured packets; the rest is counted."""

import struct

import numpy as np

from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.decode import export_datagrams
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally


def packet(payload, protocol=17, fragment=0, said=None):
    udp = struct.pack(">HHHH", 50_000, 2055, 8 + len(payload) if said is None else said, 0)
    size = 20 + len(udp) + len(payload)
    source, destination = bytes([192, 0, 2, 9]), bytes([198, 51, 100, 1])
    ip = struct.pack(
        ">BBHHHBBH4s4s", 0x45, 0, size, 0, fragment, 64, protocol, 0, source, destination
    )
    return bytes(12) + b"\x08\x00" + ip + udp + payload


def packets(*octets):
    length = np.array([len(one) for one in octets], np.int64)
    start = np.cumsum(length) - length
    link, time_us = np.ones(len(octets), np.int64), np.full(len(octets), 1_700_000_000_123_999)
    return Packets(Octets(b"".join(octets)), start, length, length, link, time_us)


def payloads(*octets):
    tally = Tally()
    batch = export_datagrams(packets(*octets), tally)
    return batch, batch.octets.slices(batch.start, batch.end - batch.start), dict(tally.refused)


def test_payload_sender_and_time_are_kept():
    batch, found, refused = payloads(packet(b"first"), packet(b""))
    assert found == [b"first", b""]
    assert not refused
    assert batch.exporters(np.array([1])).to_pylist() == ["192.0.2.9"]
    assert batch.port.tolist() == [50_000] * 2
    assert batch.received_ms.tolist() == [1_700_000_000_123] * 2


def test_other_packets_and_fragments_are_counted():
    _, found, refused = payloads(packet(b"x", protocol=6), packet(b"x", fragment=0x2000), b"?")
    assert found == []
    assert refused == {"not-udp": 2, "fragment": 1}


def test_a_udp_length_of_a_liar_stays_inside_the_packet():
    assert payloads(packet(b"abc", said=9999))[1] == [b"abc"]
    assert payloads(packet(b"abc", said=0))[1] == [b""]
