"""Session logs: CSV or Parquet; bad rows are counted, the others kept."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.iot.match import SessionFile
from noroshi.iot.match.session_file import FOREVER
from noroshi.spine.model import InputError, SourceError

HEADING = "address,start,end,subscriber,ports\n"


def taken(tmp_path, text):
    path = tmp_path / "log.csv"
    path.write_bytes(text.encode())
    file = SessionFile(path)
    return [row for batch in file.sessions() for row in batch.to_pylist()], file


def test_a_log_is_read_with_its_zones_and_open_ends(tmp_path):
    rows, file = taken(
        tmp_path,
        HEADING + "192.0.2.1,2026-03-01T09:00:00+09:00,2026-03-01T00:10:00Z,line-1,\n"
        "192.0.2.1,2026-03-01T00:10:00Z,,line-2,psid:4/8/52\n",
    )
    start = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1000)
    assert [(row["start"], row["end"], row["subscriber"]) for row in rows] == [
        (start, start + 600_000, "line-1"),
        (start + 600_000, FOREVER, "line-2"),
    ]
    assert [(row["psid_offset"], row["psid_length"], row["psid"]) for row in rows] == [
        (0, 0, 0),
        (4, 8, 52),
    ]
    assert (file.read, dict(file.refused)) == (2, {})


def test_bad_rows_are_counted_and_the_good_ones_kept(tmp_path):
    good = "192.0.2.1,2026-03-01T00:00:00Z,,line-1,"
    bad = [
        "router,2026-03-01T00:00:00Z,,line-1,",
        "192.0.2.1,yesterday,,line-1,",
        "192.0.2.1,,,line-1,",
        "192.0.2.1,2026-03-01T00:00:00,,line-1,",
        "192.0.2.1,2026-03-01T00:00:00Z,later,line-1,",
        "192.0.2.1,2026-03-01T00:00:00Z,2026-02-01T00:00:00Z,line-1,",
        "192.0.2.1,2026-03-01T00:00:00Z,,,",
        "192.0.2.1,2026-03-01T00:00:00Z,,line-1,many",
        "192.0.2.1,2026-03-01T00:00:00Z",
    ]
    rows, file = taken(tmp_path, HEADING + "\n".join([good, *bad, good]))
    assert len(rows) == 2
    assert file.read == 11
    assert dict(file.refused) == {
        "no-address": 1, "bad-time": 4, "ends-before-start": 1, "no-subscriber": 1, "bad-ports": 1, "odd-width": 1,
    }  # fmt: skip


def test_parquet_with_real_times_gives_the_same(tmp_path):
    path = tmp_path / "log.parquet"
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    pq.write_table(
        pa.table({"address": ["192.0.2.1"], "start": [moment], "subscriber": ["line-1"]}), path
    )
    ((row,),) = [batch.to_pylist() for batch in SessionFile(path).sessions()]
    assert (row["start"], row["end"]) == (int(moment.timestamp() * 1000), FOREVER)
    assert (row["port_first"], row["port_last"]) == (0, 65535)


def test_a_missing_column_or_file_is_told(tmp_path):
    with pytest.raises(InputError, match="no column subscriber"):
        taken(tmp_path, "address,start\n192.0.2.1,2026-03-01T00:00:00Z\n")
    with pytest.raises(SourceError, match="cannot be read"):
        list(SessionFile(tmp_path / "missing.csv").sessions())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(octets=st.binary(max_size=300), heading=st.booleans())
def test_any_octets_are_sessions_or_refused(tmp_path, octets, heading):
    path = tmp_path / "log.csv"
    path.write_bytes((HEADING.encode() if heading else b"") + octets)
    file = SessionFile(path)
    try:
        kept = sum(batch.num_rows for batch in file.sessions())
    except InputError:
        return
    assert kept + file.refused.total() == file.read
