"""Bulk rows: exactly as many as asked, in the lake's schema, whatever the number of workers."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab import bulk as bulk_module
from noroshi.lab.bulk import Bulk, chunks, hours_of, write_bulk
from noroshi.lab.clock import HOUR_MS
from noroshi.lab.table import flow_table
from noroshi.spine.flows.schema import FLOW_SCHEMA


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> pa.Table:
    files = write_bulk(Bulk(rows=200_000, clients=2000), tmp_path_factory.mktemp("flows"))
    return pa.concat_tables([pq.ParquetFile(path).read() for path in files])


def test_rows_are_as_many_as_asked_in_the_lakes_schema(table):
    assert table.num_rows == 200_000
    assert table.schema.names == FLOW_SCHEMA.names
    table.validate(full=True)


@settings(max_examples=30, deadline=None)
@given(rows=st.integers(0, 10**9))
def test_hours_add_up(rows):
    hours = hours_of(Bulk(rows=rows))
    assert sum(count for _, count in hours) == rows
    assert all(count > 0 for _, count in hours)


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 3000), seed=st.integers(0, 99))
def test_chunks_hold_the_rows_of_the_hour(rows, seed):
    bulk = Bulk(rows=rows * 24, seed=seed, clients=50)
    start_ms = bulk.window.start_ms + 5 * HOUR_MS
    for values, count in chunks(bulk, start_ms, rows):
        table = flow_table(values, count)
        assert table.num_rows == count == rows
        starts = values["flowStartMilliseconds"]
        assert starts.min() >= start_ms
        assert starts.max() < start_ms + HOUR_MS


def test_the_number_of_workers_changes_nothing(tmp_path):
    bulk = Bulk(rows=20_000, seed=3, clients=500)
    files = [write_bulk(bulk, tmp_path / str(n), workers=n) for n in (1, 3)]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_memory_is_bounded_by_the_chunk(monkeypatch):
    monkeypatch.setattr(bulk_module, "CHUNK_ROWS", 1000)
    bulk = Bulk(rows=120_000, clients=100)
    sizes = [count for _, count in chunks(bulk, bulk.window.start_ms, 4500)]
    assert sizes == [900, 900, 900, 900, 900]


def test_most_channels_are_lone_and_some_are_busy(table):
    subscriber = np.where(
        table["subscriberSide"].to_numpy() == 1,
        table["sourceAddressLo"].to_numpy(),
        table["destinationAddressLo"].to_numpy(),
    )
    server = np.where(
        table["subscriberSide"].to_numpy() == 1,
        table["destinationAddressLo"].to_numpy(),
        table["sourceAddressLo"].to_numpy(),
    )
    _, rows = np.unique(np.column_stack([subscriber, server]), axis=0, return_counts=True)
    assert (rows <= 2).mean() > 0.5
    assert rows.max() > 30


def test_clocks_tick_evenly():
    bulk = Bulk(rows=2_000_000, clients=5000)
    window = bulk.window
    clocks = bulk_module._clocks(bulk, window)
    pair = clocks.client * 1_000_003 + clocks.server
    gaps = [np.diff(np.sort(clocks.start_ms[pair == key])) for key in np.unique(pair)[:20]]
    assert all(len(gap) >= 10 for gap in gaps)
    assert sum(int(np.ptp(gap)) == 0 for gap in gaps) >= 18


def test_both_directions_and_both_families_are_there(table):
    assert set(pc.unique(table["ipVersion"]).to_pylist()) == {4, 6}
    sides = pc.value_counts(table["subscriberSide"]).to_pylist()
    assert min(side["counts"] for side in sides) > 0.4 * table.num_rows
