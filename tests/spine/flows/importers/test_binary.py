"""Parquet, nfdump and captures: wrong files are told, good rows are kept."""

import gzip
import os
import shutil
import struct
import subprocess
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.flows.importers import Source, detect_format, reader_of
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError, SourceError

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).resolve().parents[5] / "shared" / "data"))
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


def udp(payload, port):
    head = struct.pack(">HHHH", port, port, 8 + len(payload), 0)
    ip = struct.pack(
        ">BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, 0, bytes((192, 0, 2, 9)), bytes((192, 0, 2, 8))
    )  # fmt: skip
    return bytes(12) + b"\x08\x00" + ip + head + payload


def sflow(frame):
    raw = struct.pack(">IIIIII", 1, 16 + len(frame), 1, len(frame), 4, len(frame)) + frame
    flow = struct.pack(">IIIIIIII", 1, 3, 512, 512, 0, 3, 4, 1) + raw
    head = struct.pack(">II4sIIII", 5, 1, bytes((192, 0, 2, 9)), 0, 1, 1000, 2)
    counters = struct.pack(">IIIII", 2, 12, 1, 3, 0)
    return head + struct.pack(">II", 1, len(flow)) + flow + counters


CLIENT, SERVER = (100, 64, 0, 1), (192, 0, 2, 1)
HANDSHAKE = [
    (1_700_000_000.0, packet(SERVER, CLIENT, 443, 50000, SYN | ACK)),
    (1_700_000_000.5, packet(CLIENT, SERVER, 50000, 443, ACK, 10)),
]


@pytest.mark.parametrize("form", [pcap, pcapng])
def test_packets_become_biflows_of_the_one_who_began(taken, ends, form):
    table, tally = taken(form(HANDSHAKE), "packets")
    (row,) = table.to_pylist()
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert (row["octetDeltaCount"], row["packetDeltaCount"]) == (50, 1)
    assert (row["reverseOctetDeltaCount"], row["reversePacketDeltaCount"]) == (40, 1)
    assert (row["tcpControlBits"], row["reverseTcpControlBits"]) == (ACK, SYN | ACK)
    assert not tally.refused


def test_a_long_silence_ends_a_flow(taken):
    later = [(t + 1000, p) for t, p in HANDSHAKE]
    assert taken(pcap(HANDSHAKE + later), "packets")[0].num_rows == 2


def test_a_cut_capture_keeps_whole_packets(taken):
    table, tally = taken(pcap(HANDSHAKE)[:-20], "packets")
    assert table.num_rows == 1
    assert tally.refused == {"cut-short": 1}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(octets=st.binary(max_size=600), form=st.sampled_from([pcap, pcapng]), format_=st.sampled_from(["packets", "export-pcap"]))  # fmt: skip
def test_arbitrary_packets_never_raise(taken, octets, form, format_):
    taken(form([(1.0, octets), (2.0, octets[::-1])]) + octets, format_)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(octets=st.binary(max_size=300), format_=st.sampled_from(["parquet", "nfdump", "packets"]))
def test_arbitrary_files_are_refused_with_a_message(taken, octets, format_):
    with suppress(InputError):
        taken(b"PAR1" + octets if format_ == "parquet" else octets, format_)


PREPARED = {"ts": [1.7e9, 1.7e9], "dur": [0.5, None], "proto": ["tcp", "udp"], "src": ["100.64.0.1", "100.64.0.2"], "sport": [1, 2], "dst": ["192.0.2.1", "192.0.2.2"], "dport": [80, 53], "src_pkts": [1, None], "dst_pkts": [2, None], "pkts": [3, 7], "src_bytes": [10, 40], "dst_bytes": [20, 60], "bytes": [30, 100], "state": ["S_SA", "CON"], "label": ["secret", "secret"], "cls": ["c2", "c2"]}  # fmt: skip


def parquet(columns):
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()


def test_prepared_columns_are_mapped_and_labels_left_out(taken):
    table, _ = taken(parquet(PREPARED), "parquet")
    assert table["packetDeltaCount"].to_pylist() == [1, 7]
    assert table["reversePacketDeltaCount"].to_pylist() == [2, None]
    assert table["reverseOctetDeltaCount"].to_pylist() == [20, 60]
    assert table["tcpControlBits"].to_pylist() == [SYN, None]
    assert "secret" not in str(table.to_pylist())


def test_timestamps_serve_as_start(taken):
    moments = pa.array([1_700_000_000_250] * 2, pa.timestamp("ms", "UTC"))
    table, _ = taken(parquet(PREPARED | {"ts": moments}), "parquet")
    assert table["flowStartMilliseconds"].cast(pa.int64()).to_pylist() == [1_700_000_000_250] * 2


def test_rows_without_another_direction_are_unidirectional(taken):
    silent = PREPARED | {
        "src_pkts": [None] * 2,
        "dst_pkts": [None] * 2,
        "dst_bytes": [0, 0],
        "dir": ["->", "->"],
    }
    silent = {
        k: pa.array(v, pa.int64()) if k in ("src_pkts", "dst_pkts") else v
        for k, v in silent.items()
    }
    table, _ = taken(parquet(silent), "parquet")
    assert table["reverseOctetDeltaCount"].to_pylist() == [None, None]


def test_the_lake_reads_its_own_columns(taken):
    table, _ = taken(parquet(PREPARED), "parquet")
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    again, tally = taken(sink.getvalue().to_pybytes(), "parquet")
    assert again.equals(table)
    assert not tally.refused


def test_a_table_without_the_needed_columns_says_which(taken):
    with pytest.raises(InputError, match="dst, proto, src, ts"):
        taken(parquet({"a": [1]}), "parquet")


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


def test_a_missing_nfdump_names_the_package(tmp_path, monkeypatch):
    path = tmp_path / "nfcapd.1"
    path.write_bytes(b"\x0c\xa5\x01\x00")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SourceError, match="apt-get install nfdump"):
        list(reader_of("nfdump")(Source(path=path), Tally()))


@pytest.mark.skipif(shutil.which("nfdump") is None, reason="nfdump is not installed")
def test_nfdump_rows_equal_its_own_sums(taken):
    path = DATA / "flows" / "raw" / "nfdump_test1.nfcapd"
    if not path.exists():
        pytest.skip("no shared data; set NOROSHI_DATA to its folder")
    table, tally = taken(path.read_bytes(), "nfdump")
    told = subprocess.run(
        ["nfdump", "-I", "-r", path], capture_output=True, text=True, check=True
    ).stdout
    sums = dict(line.split(": ") for line in told.splitlines() if ": " in line)
    assert tally.read == int(sums["Flows"])
    assert table["packetDeltaCount"].to_numpy().sum() == int(sums["Packets"])
    assert table["octetDeltaCount"].to_numpy().sum() == int(sums["Bytes"])
    assert table["flowStartMilliseconds"].to_numpy().min().astype(int) == int(sums["First"]) * 1000 + int(sums["msec_first"])  # fmt: skip


@pytest.mark.parametrize("port", [6343, 9999])
def test_sflow_captures_are_found_on_any_port(tmp_path, port):
    file = tmp_path / "sflow.pcap"
    sampled = packet(CLIENT, SERVER, 50000, 443, SYN)
    file.write_bytes(pcap([(1_700_000_000.25, udp(sflow(sampled), port))] * 3))
    assert detect_format(file) == "export-pcap"
    tally = Tally()
    rows = [r for t in reader_of("export-pcap")(Source(path=file), tally) for r in t.to_pylist()]
    assert (tally.read, tally.kept, tally.aside) == (3, 3, {"counter-sample": 3})
    assert {(r["packetDeltaCount"], r["samplingInterval"], r["exportVersion"]) for r in rows} == {(1, 512, 105)}  # fmt: skip
    assert {(r["octetDeltaCount"], r["tcpControlBits"], r["reverseOctetDeltaCount"]) for r in rows} == {(40, SYN, None)}  # fmt: skip
    assert {r["flowStartMilliseconds"].timestamp() for r in rows} >= {r["collectionTimeMilliseconds"].timestamp() for r in rows}  # fmt: skip
