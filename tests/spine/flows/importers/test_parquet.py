"""Parquet: prepared columns and our own; wrong files are told."""

from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.model import InputError

SYN, ACK = 2, 16


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
