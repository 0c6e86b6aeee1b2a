import json
import os
import signal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.flows.importers import reader_of

GOOD = {
    "ts": [1.7e9],
    "proto": ["udp"],
    "src": ["100.64.0.1"],
    "sport": [1],
    "dst": ["192.0.2.1"],
    "dport": [53],
}


@pytest.fixture
def run(tmp_path):
    def invoke(*arguments, **more):
        return CliRunner().invoke(
            cli, ["--home", str(tmp_path / "home"), "flows", "import", *map(str, arguments)], **more
        )

    return invoke


def parquet(path, **changes):
    pq.write_table(pa.table(GOOD | changes), path)
    return path


def test_good_files_end_well_with_one_line_each(run, tmp_path):
    file = parquet(tmp_path / "a.parquet")
    result = run(file, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"file": str(file), "read": 1, "kept": 1, "refused": {}}


def test_refused_rows_end_with_one_and_are_told(run, tmp_path):
    result = run(parquet(tmp_path / "a.parquet", src=["nobody"]))
    assert result.exit_code == 1
    assert "1 rows were refused" in result.stderr


def test_an_unknown_format_alone_is_wrong_use(run, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    result = run(tmp_path / "a.txt")
    assert result.exit_code == 2
    assert "--format" in result.stderr


def test_an_unknown_file_among_good_ones_ends_with_one(run, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    assert run(tmp_path / "a.txt", parquet(tmp_path / "b.parquet")).exit_code == 1


def test_stdin_is_a_file(run, tmp_path):
    result = run("-", "--json", input=parquet(tmp_path / "a.parquet").read_bytes())
    assert json.loads(result.stdout)["kept"] == 1


def test_ranges_may_be_many(run, tmp_path):
    file = parquet(tmp_path / "a.parquet")
    run(file, "--subscribers", "192.0.2.0/24,198.51.100.0/24", "--subscribers", "2001:db8::/32")
    (written,) = (tmp_path / "home" / "lake" / "flows").rglob("*.parquet")
    assert pq.read_table(written)["subscriberSide"].to_pylist() == [2]


def test_sampling_of_the_option_is_kept(run, tmp_path):
    run(parquet(tmp_path / "a.parquet"), "--sampling", "100")
    (written,) = (tmp_path / "home" / "lake" / "flows").rglob("*.parquet")
    assert pq.read_table(written)["samplingInterval"].to_pylist() == [100]


def test_a_wrong_range_is_wrong_settings(run, tmp_path):
    result = run(parquet(tmp_path / "a.parquet"), "--subscribers", "everyone")
    assert "write ranges as" in str(result.exception)


def test_a_failing_reader_shows_no_values_in_the_log(run, tmp_path, monkeypatch):
    def broken(source, tally):
        planted = "100.64.99.98"
        raise ValueError(len(planted))
        yield

    monkeypatch.setattr("noroshi.jobs.flows.importing.reader_of", lambda _: broken)
    result = run(parquet(tmp_path / "a.parquet"))
    assert result.exit_code == 2
    assert "ValueError" in result.stderr
    # The source line that raised may be quoted; the frame's variables may not.
    assert "planted = '100.64.99.98'" not in result.stderr


def test_the_first_refused_rows_are_told_with_their_line(run, tmp_path):
    row = "192.0.2.1|192.0.2.2|47|1700000000|\n"
    (tmp_path / "a").write_text("sIP|dIP|pro|sTime|\n" + row + row.replace("47", "none") * 9)
    result = run(tmp_path / "a", "--json")
    assert json.loads(result.stdout)["refused"] == {"no-ip-protocol": 9}
    places = [line for line in result.stderr.splitlines() if line.endswith(": no-ip-protocol")]
    assert places == [f"{tmp_path / 'a'}:{line}: no-ip-protocol" for line in range(3, 8)]


def test_what_was_passed_over_is_told(run, tmp_path):
    ok = "2 1 eni-1 192.0.2.1 192.0.2.2 1 2 17 1 99 1700000000 1700000001 ACCEPT OK\n"
    none = "2 1 eni-1 - - - - - - - 1700000000 1700000001 - NODATA\n"
    (tmp_path / "a").write_text(ok + none)
    assert "1 of 1 rows kept as aws; passed over: 1 no-data" in run(tmp_path / "a").stdout


def test_a_terminated_import_leaves_nothing_of_its_file(run, tmp_path, monkeypatch):
    def ended(source, tally):
        for table in reader_of("parquet")(source, tally):
            yield table
            os.kill(os.getpid(), signal.SIGTERM)

    first = run(parquet(tmp_path / "a.parquet"))
    assert first.exit_code == 0
    monkeypatch.setattr("noroshi.jobs.flows.importing.reader_of", lambda _: ended)
    result = run(tmp_path / "a.parquet", parquet(tmp_path / "b.parquet", sport=[2]))
    assert result.exit_code == 1
    assert len(list((tmp_path / "home" / "lake" / "flows").rglob("*"))) == 3  # day, hour, one file
    monkeypatch.undo()
    again = run(tmp_path / "a.parquet", tmp_path / "b.parquet", "--json")
    assert [json.loads(line)["kept"] for line in again.stdout.splitlines()] == [1, 1]
