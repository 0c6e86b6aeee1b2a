import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.flows.merged import (
    footer_of,
    holds,
    is_merged,
    live_files,
    merged_contents,
    merged_name,
    replaced_by,
    replaced_in,
)
from noroshi.spine.model import SourceError


@pytest.fixture
def hour(tmp_path):
    folder = tmp_path / "date=2025-06-02" / "hour=00"
    folder.mkdir(parents=True)
    return folder


def put(hour, name, replaces=()):
    schema = pa.schema([("n", pa.int64())], metadata=footer_of(replaces) if replaces else None)
    pq.write_table(pa.table({"n": [1]}, schema=schema), hour / name)
    return hour / name


def test_the_name_follows_from_the_files_whatever_their_order():
    assert merged_name(["a", "b"]) == merged_name(["b", "a"]) != merged_name(["a"])


def test_no_collector_or_content_can_have_such_a_name(hour):
    assert is_merged(hour / merged_name(["a"]))
    assert not is_merged(hour / "hour-0000000000000001-0000000000000002-0000.parquet")


def test_replaced_files_are_left_out(hour):
    put(hour, "a.parquet")
    late = put(hour, "b.parquet")
    merged = put(hour, merged_name(["a.parquet"]), ["a.parquet"])
    assert live_files(hour) == [late, merged]


def test_a_merged_file_may_stand_for_another(hour):
    first = put(hour, merged_name(["a.parquet"]), ["a.parquet"])
    names = ["a.parquet", "b.parquet", first.name]
    second = put(hour, merged_name(names), names)
    assert live_files(hour) == [second]
    assert replaced_in(hour) == set(names)
    assert replaced_by(second) == set(names)


def test_a_file_is_held_while_its_rows_are(hour, tmp_path):
    put(hour, "a.parquet")
    put(hour, merged_name(["b.parquet"]), ["b.parquet"])
    place = "date=2025-06-02/hour=00"
    assert holds(tmp_path, f"{place}/a.parquet")
    assert holds(tmp_path, f"{place}/b.parquet")
    assert not holds(tmp_path, f"{place}/c.parquet")
    assert not holds(tmp_path, "date=2025-06-02/hour=01/b.parquet")


def test_contents_are_found_in_the_lists(hour, tmp_path):
    put(hour, merged_name(["c-x-0000.parquet"]), ["c-x-0000.parquet", "d-x-0000.parquet"])
    assert merged_contents(tmp_path, "c") == {"c-x-0000.parquet"}


def test_a_damaged_merged_file_is_told(hour):
    put(hour, "a.parquet")
    (hour / merged_name(["a.parquet"])).write_bytes(b"PAR1 cut")
    with pytest.raises(SourceError, match="is damaged"):
        live_files(hour)
