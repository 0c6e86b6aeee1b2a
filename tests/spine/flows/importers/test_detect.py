"""Detect: formats are known by content, never by name."""

import gzip
import struct

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.flows.importers import detect_format
from noroshi.spine.model import InputError

SYN, ACK = 2, 16


def packet(source, destination, sport, dport, flags, payload=0):
    tcp = struct.pack(">HHIIBBHHH", sport, dport, 0, 0, 0x50, flags, 0, 0, 0) + bytes(payload)
    ip = struct.pack(
        ">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, bytes(source), bytes(destination)
    )
    return bytes(12) + b"\x08\x00" + ip + tcp


def pcap(packets):
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    return head + b"".join(
        struct.pack("<IIII", int(t), int(t % 1 * 1e6), len(p), len(p)) + p for t, p in packets
    )


def pcapng(packets):
    def block(kind, body):
        body += bytes(-len(body) % 4)
        return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)

    parts = [
        block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)),
        block(1, struct.pack("<HHI", 1, 0, 65535)),
    ]
    for t, p in packets:
        ticks = int(t * 1_000_000)
        parts.append(
            block(6, struct.pack("<IIIII", 0, ticks >> 32, ticks & 0xFFFFFFFF, len(p), len(p)) + p)
        )
    return b"".join(parts)


CLIENT, SERVER = (100, 64, 0, 1), (192, 0, 2, 1)


HANDSHAKE = [
    (1_700_000_000.0, packet(SERVER, CLIENT, 443, 50000, SYN | ACK)),
    (1_700_000_000.5, packet(CLIENT, SERVER, 50000, 443, ACK, 10)),
]


PREPARED = {"ts": [1.7e9, 1.7e9], "dur": [0.5, None], "proto": ["tcp", "udp"], "src": ["100.64.0.1", "100.64.0.2"], "sport": [1, 2], "dst": ["192.0.2.1", "192.0.2.2"], "dport": [80, 53], "src_pkts": [1, None], "dst_pkts": [2, None], "pkts": [3, 7], "src_bytes": [10, 40], "dst_bytes": [20, 60], "bytes": [30, 100], "state": ["S_SA", "CON"], "label": ["secret", "secret"], "cls": ["c2", "c2"]}  # fmt: skip


def parquet(columns):
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (pcap(HANDSHAKE), "packets"),
        (gzip.compress(pcapng(HANDSHAKE)), "packets"),
        (parquet(PREPARED), "parquet"),
        (b'{"event_type":"flow"}\n', "suricata"),
        (b'{"ts":1.0,"id.orig_h":"192.0.2.1"}\n', "zeek"),
        (b"StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport\n", "argus"),
        (b"\x0c\xa5\x01\x00", "nfdump"),
    ],
)
def test_formats_are_known_by_content(tmp_path, content, format_):
    path = tmp_path / "no-ending"
    path.write_bytes(content)
    assert detect_format(path) == format_


@pytest.mark.parametrize("content", [b"", b"hello", bytes(100)])
def test_unknown_content_says_what_can_be_named(tmp_path, content):
    path = tmp_path / "mystery.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"mystery\.txt .*--format .*zeek"):
        detect_format(path)
