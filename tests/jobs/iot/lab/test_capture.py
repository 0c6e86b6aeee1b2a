"""Capture: every packet is counted, and one to the wrong place is never overlooked."""

import struct
from ipaddress import IPv4Address

import pytest

from noroshi.jobs.iot.lab.capture import SNAP, Captured, capture_command, count_capture
from noroshi.spine.model import InputError


def pcap(*destinations, size=SNAP):
    made = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, SNAP, 1)
    for one in destinations:
        frame = bytes(30) + IPv4Address(one).packed + bytes(8)
        made += struct.pack("<IIII", 0, 0, size, 60) + frame[:size]
    return made


def count(tmp_path, octets):
    file = tmp_path / "wire.pcap"
    file.write_bytes(octets)
    return count_capture(file, allowed=["198.18.0.0/16"], unwished=["198.18.0.7/32"])


def test_packets_are_told_apart(tmp_path):
    octets = pcap("198.18.0.1", "198.18.0.7", "198.19.0.1", "10.0.0.1")
    assert count(tmp_path, octets) == Captured(packets=4, outside=2, unwished=1)
    assert count(tmp_path, pcap()) == Captured(packets=0, outside=0, unwished=0)


@pytest.mark.parametrize("octets", [pcap("198.18.0.1")[:-1], pcap("198.18.0.1", size=40)])
def test_a_capture_that_cannot_be_trusted_is_refused(tmp_path, octets):
    with pytest.raises(InputError, match="capture"):
        count(tmp_path, octets)


def test_without_tcpdump_there_is_no_capture(tmp_path, monkeypatch):
    monkeypatch.setattr("noroshi.jobs.iot.lab.capture.which", lambda _: None)
    assert capture_command(tmp_path / "wire.pcap", "10.255.0.1") is None
