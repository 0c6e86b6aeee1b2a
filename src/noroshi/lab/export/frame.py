"""Frame: pcap, Ethernet, IPv4 and UDP around export datagrams."""

import struct
from ipaddress import IPv4Address

import numpy as np

from noroshi.lab.columns import I64
from noroshi.lab.export.octets import Field, Rows, rows

FRAME: list[Field] = [
    ("seconds", "<u4"), ("microseconds", "<u4"), ("kept", "<u4"), ("length", "<u4"),
    ("mac_to", ">u2"), ("mac_to_low", ">u4"), ("mac_from", ">u2"), ("mac_from_low", ">u4"),
    ("ethertype", ">u2"),
    ("version", "u1"), ("tos", "u1"), ("ip_length", ">u2"), ("id", ">u2"), ("fragment", ">u2"),
    ("ttl", "u1"), ("protocol", "u1"), ("checksum", ">u2"), ("source", ">u4"),
    ("destination", ">u4"),
    ("source_port", ">u2"), ("destination_port", ">u2"), ("udp_length", ">u2"),
    ("udp_checksum", ">u2"),
]  # fmt: skip
"""pcap record header, Ethernet, IPv4 (RFC 791), UDP (RFC 768)."""

FRAME_SIZE = 58
CAPTURED_FROM = 16
"""Octets of the pcap record header, which its lengths do not count."""

PCAP_HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
"""Little-endian, microseconds, link type Ethernet."""

LOCAL_MAC = 0x0200
"""Locally administered, so no vendor's address."""


def frames(
    sent_us: I64,
    length: I64,
    *,
    exporter: IPv4Address | I64,
    collector: IPv4Address,
    port: int | I64,
) -> Rows:
    """Headers around payloads of given lengths, from one exporter or one a datagram.

    The UDP checksum is left out, as RFC 768 allows.
    """
    sender = int(exporter) if isinstance(exporter, IPv4Address) else exporter
    out = rows(FRAME, len(sent_us))
    out["seconds"], out["microseconds"] = sent_us // 1_000_000, sent_us % 1_000_000
    out["kept"] = out["length"] = FRAME_SIZE - CAPTURED_FROM + length
    out["mac_to"] = out["mac_from"] = LOCAL_MAC
    out["mac_to_low"], out["mac_from_low"] = 1, sender & 0xFF
    out["ethertype"], out["version"], out["ttl"], out["protocol"] = 0x0800, 0x45, 64, 17
    out["ip_length"], out["udp_length"] = 28 + length, 8 + length
    out["id"] = np.arange(len(out)) & 0xFFFF
    out["source"], out["destination"] = sender, int(collector)
    out["source_port"], out["destination_port"] = 50000, port
    out["checksum"] = _checksum(out)
    return out


def _checksum(out: Rows) -> I64:
    """The IPv4 header checksum (RFC 1071) of each frame."""
    total = np.full(len(out), 0x4500 + (64 << 8 | 17), dtype=np.int64)
    total += out["ip_length"].astype(np.int64) + out["id"]
    for name in ("source", "destination"):
        address = out[name].astype(np.int64)
        total += (address >> 16) + (address & 0xFFFF)
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
