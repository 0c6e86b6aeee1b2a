import gzip
import io
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.jobs.flows.importing import ImportOptions, import_files
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, ImportRecord

OPTIONS = ImportOptions(subscribers=("100.64.0.0/10",))


class MemoryLog:
    def __init__(self):
        self.records: dict[str, ImportRecord] = {}

    def find_import(self, digest):
        return self.records.get(digest)

    def save_import(self, record):
        self.records[record.digest] = record


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def flows(path: Path, rows=3, source="100.64.0.1", start=1.7e9):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        pa.table(
            {
                "ts": [start + 3600.0 * i for i in range(rows)], "proto": ["udp"] * rows,
                "src": [source] * rows, "sport": list(range(rows)), "dst": ["192.0.2.1"] * rows, "dport": [53] * rows,
            }
        ),
        path,
    )  # fmt: skip
    return str(path)


def taken(home, log, *paths, options=OPTIONS):
    return list(import_files(home, log, paths, options))


def test_every_row_is_kept_or_refused(home, tmp_path):
    (one,) = taken(home, MemoryLog(), flows(tmp_path / "f.parquet", source="nobody"))
    assert one.record.refused == {"no-ip-address": 3}
    assert one.record.read == one.record.kept + sum(one.record.refused.values())


def test_the_record_names_the_files_written(home, tmp_path):
    (one,) = taken(home, MemoryLog(), flows(tmp_path / "f.parquet"))
    found = {f.relative_to(home.flows).as_posix() for f in FlowLake(home.flows).files()}
    assert set(one.record.files) == found


def test_the_same_content_is_taken_once_whatever_its_name(home, tmp_path):
    log = MemoryLog()
    first, second = taken(home, log, flows(tmp_path / "a.parquet"), flows(tmp_path / "b.parquet"))
    assert not first.again
    assert second.again
    assert FlowLake(home.flows).rows() == 3


def test_a_log_that_forgot_doubles_nothing(home, tmp_path):
    file = flows(tmp_path / "a.parquet")
    taken(home, MemoryLog(), file)
    taken(home, MemoryLog(), file)
    assert FlowLake(home.flows).rows() == 3


def test_other_options_replace_what_was_there(home, tmp_path):
    log, file = MemoryLog(), flows(tmp_path / "a.parquet")
    taken(home, log, file)
    sampled = ImportOptions(subscribers=("100.64.0.0/10",), sampling=100)
    taken(home, log, file, options=sampled)
    table = pq.read_table(FlowLake(home.flows).files()[0])
    assert FlowLake(home.flows).rows() == 3
    assert table["samplingInterval"].to_pylist() == [100]


def test_files_lost_from_the_lake_come_back(home, tmp_path):
    log, file = MemoryLog(), flows(tmp_path / "a.parquet")
    taken(home, log, file)
    FlowLake(home.flows).files()[0].unlink()
    (again,) = taken(home, log, file)
    assert not again.again
    assert FlowLake(home.flows).rows() == 3


def test_no_subscriber_address_reaches_the_disk(home, tmp_path):
    taken(home, MemoryLog(), flows(tmp_path / "a.parquet", source="100.64.77.99"))
    table = pa.concat_tables(pq.read_table(f) for f in FlowLake(home.flows).files())
    planted = 0xFFFF << 32 | 100 << 24 | 64 << 16 | 77 << 8 | 99
    assert planted not in table["sourceAddressLo"].to_pylist()
    assert table["subscriberSide"].to_pylist() == [1, 1, 1]


def test_an_unreadable_file_does_not_stop_the_others(home, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("hello")
    flows(tmp_path / "in" / "b.parquet")
    bad, good = taken(home, MemoryLog(), str(tmp_path / "in"))
    assert bad.record is None
    assert "--format" in bad.problem
    assert good.record.kept == 3


def test_a_cut_parquet_file_writes_nothing(home, tmp_path):
    path = Path(flows(tmp_path / "a.parquet"))
    path.write_bytes(path.read_bytes()[:-10])
    (one,) = taken(home, MemoryLog(), str(path))
    assert "no whole Parquet file" in one.problem
    assert FlowLake(home.flows).files() == []


def test_a_path_that_names_nothing_is_wrong_use(home):
    with pytest.raises(ConfigError, match="no file at"):
        taken(home, MemoryLog(), "/nowhere/*.parquet")


def test_a_missing_program_stops_only_its_own_file(home, tmp_path, monkeypatch):
    nfdump = tmp_path / "nfcapd.1"
    nfdump.write_bytes(b"\x0c\xa5\x01\x00")
    monkeypatch.setattr("shutil.which", lambda _: None)
    without, good = taken(home, MemoryLog(), str(nfdump), flows(tmp_path / "b.parquet"))
    assert without.unwell
    assert "apt-get install nfdump" in without.problem
    assert good.record.kept == 3


def test_a_reader_that_fails_is_told_and_leaves_nothing(home, tmp_path, monkeypatch):
    def broken(source, tally):
        raise ValueError("a fault of ours")
        yield

    monkeypatch.setattr("noroshi.jobs.flows.importing.reader_of", lambda _: broken)
    (one,) = taken(home, MemoryLog(), flows(tmp_path / "a.parquet"))
    assert "please report" in one.problem


@pytest.mark.parametrize("squeeze", [bytes, gzip.compress])
def test_progress_ends_with_all_octets_of_the_file(home, tmp_path, squeeze):
    row = b"192.0.2.1|192.0.2.2|47|1700000000|\n"
    (tmp_path / "a").write_bytes(squeeze(b"sIP|dIP|pro|sTime|\n" + row * 300_000))
    told = []
    list(import_files(home, MemoryLog(), [str(tmp_path / "a")], OPTIONS, told.append))
    size = (tmp_path / "a").stat().st_size
    assert {step.size for step in told} == {size}
    assert told[-1].rows == 300_000
    assert told[-1].octets == size
    read = [step.octets for step in told if step.rows]
    assert read == sorted(read)


def test_octets_from_a_pipe_are_told_while_they_come(home, tmp_path, monkeypatch):
    content = Path(flows(tmp_path / "a.parquet")).read_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    told = []
    list(import_files(home, MemoryLog(), ["-"], OPTIONS, told.append))
    assert (told[0].octets, told[0].size) == (len(content), None)
    assert told[-1].octets == told[-1].size == len(content)
