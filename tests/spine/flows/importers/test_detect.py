"""Detect: formats are known by content, never by name."""

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.flows.importers import detect_format
from noroshi.spine.model import InputError
from noroshi.testing.captures import HANDSHAKE, pcap, pcapng

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
