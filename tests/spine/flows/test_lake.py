from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.flows.lake import FlowLake, LakeWriter
from noroshi.spine.flows.schema import FLOW_SCHEMA
from noroshi.spine.model import SourceError, Window, address_halves

HOUR = 3_600_000
START = 1_748_822_400_000  # 2025-06-02T00:00:00Z


def flows(starts):
    rows = len(starts)
    hi, lo = address_halves("192.0.2.1")
    starts = np.array(starts, "datetime64[ms]")
    return pa.table(
        {
            "flowStartMilliseconds": starts, "flowEndMilliseconds": starts,
            "sourceAddressHi": [hi] * rows, "sourceAddressLo": [lo] * rows,
            "destinationAddressHi": [hi] * rows, "destinationAddressLo": [lo] * rows,
            "protocolIdentifier": pa.array([6] * rows, pa.uint8()),
        }
    )  # fmt: skip


def write(root, starts, content="c", options="o", **more):
    writer = LakeWriter(root, content, options, **more)
    for part in starts:
        writer.add(flows(part))
    return writer.finish()


def test_flows_lie_in_the_hour_they_start(tmp_path):
    files = write(tmp_path, [[START + 2 * HOUR, START, START + 1]])
    assert files == (
        "date=2025-06-02/hour=00/c-o-0000.parquet",
        "date=2025-06-02/hour=02/c-o-0000.parquet",
    )
    assert pq.read_schema(tmp_path / files[0]).equals(FLOW_SCHEMA)


def test_rows_stay_in_the_order_they_came_in(tmp_path):
    (file,) = write(tmp_path, [[START + 9, START + 3], [START + 5]])
    starts = pq.read_table(tmp_path / file)["flowStartMilliseconds"].cast(pa.int64()).to_pylist()
    assert starts == [START + 9, START + 3, START + 5]


def test_the_ip_version_follows_from_the_address(tmp_path):
    (file,) = write(tmp_path, [[START]])
    assert pq.read_table(tmp_path / file)["ipVersion"].to_pylist() == [4]


def test_writing_again_doubles_nothing(tmp_path):
    write(tmp_path, [[START, START + HOUR]])
    write(tmp_path, [[START, START + HOUR]])
    assert FlowLake(tmp_path).rows() == 2


def test_other_options_replace_the_earlier_import(tmp_path):
    write(tmp_path, [[START, START + HOUR]], options="one")
    write(tmp_path, [[START]], options="two")
    assert FlowLake(tmp_path).rows() == 1


def test_an_interrupted_import_leaves_nothing_behind_when_repeated(tmp_path):
    writer = LakeWriter(tmp_path, "c", "o", rows_held=1)
    writer.add(flows([START]))
    writer.add(flows([START + 5]))
    writer._pool.shutdown()  # the process dies here: two parts are on disk, none was finished
    write(tmp_path, [[START], [START + 5]])
    assert FlowLake(tmp_path).rows() == 2


def test_memory_is_bounded_by_writing_early(tmp_path):
    files = write(tmp_path, [[START + i] for i in range(10)], rows_held=4)
    assert len(files) > 1
    assert FlowLake(tmp_path).rows() == 10


def test_abandoned_files_go(tmp_path):
    writer = LakeWriter(tmp_path, "c", "o", rows_held=1)
    writer.add(flows([START]))
    writer.abandon()
    assert FlowLake(tmp_path).files() == []


def test_files_of_a_window_are_those_of_its_hours(tmp_path):
    write(tmp_path, [[START, START + HOUR, START + 26 * HOUR]])
    lake = FlowLake(tmp_path)
    assert len(lake.files()) == 3
    assert len(lake.files(Window.of_ms(START + HOUR, START + 2 * HOUR))) == 1
    assert lake.files(Window.of_ms(START + 3 * HOUR, START + 4 * HOUR)) == []


def test_the_extent_is_from_first_to_last_start(tmp_path):
    lake = FlowLake(tmp_path)
    assert lake.extent() is None
    write(tmp_path, [[START + 7, START + 26 * HOUR]])
    assert lake.extent() == Window.of_ms(START + 7, START + 26 * HOUR + 1)
    assert lake.extent().start == datetime(2025, 6, 2, 0, 0, 0, 7000, UTC)


def test_a_lake_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "date=2025-06-02").write_text("in the way")
    with pytest.raises(SourceError, match="cannot be written"):
        write(tmp_path, [[START]])
    assert not list(tmp_path.rglob("*.part"))
