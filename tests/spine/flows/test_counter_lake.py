"""Counter lake: files by hour of receipt, and the same ones when made again."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.flows.counter_lake import write_counters
from noroshi.spine.flows.decode.counters import COUNTER_SCHEMA
from noroshi.spine.model import SourceError

HOUR_MS = 3_600_000


def table(*moments_ms):
    rows = len(moments_ms)
    columns = {
        "collectionTimeMilliseconds": pa.array(np.array(moments_ms, "datetime64[ms]")),
        "exporter": pa.array(["192.0.2.1"] * rows),
        "agent": pa.array(["192.0.2.1"] * rows),
        "observationDomainId": pa.array([0] * rows, pa.uint32()),
        "sourceType": pa.array([0] * rows, pa.uint8()),
        "sourceIndex": pa.array(range(rows), pa.uint32()),
    }
    return pa.table(
        [columns.get(f.name, pa.nulls(rows, f.type)) for f in COUNTER_SCHEMA], schema=COUNTER_SCHEMA
    )


def test_each_hour_has_its_file(tmp_path):
    files = write_counters([table(0, HOUR_MS), table(1)], tmp_path, "one-1-2")
    assert files == (
        "date=1970-01-01/hour=00/one-1-2-0000.parquet",
        "date=1970-01-01/hour=01/one-1-2-0000.parquet",
    )
    assert pq.read_table(tmp_path / files[0], partitioning=None).num_rows == 2


def test_writing_again_overwrites(tmp_path):
    write_counters([table(0)], tmp_path, "one-1-2")
    write_counters([table(0)], tmp_path, "one-1-2")
    assert len(list(tmp_path.rglob("*.parquet"))) == 1


def test_no_rows_no_file(tmp_path):
    assert write_counters([], tmp_path, "one-1-2") == ()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError):
        write_counters([table(0)], tmp_path / "file", "one-1-2")
