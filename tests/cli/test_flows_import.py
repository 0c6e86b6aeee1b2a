import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli

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

    monkeypatch.setattr("noroshi.jobs.importing.reader_of", lambda _: broken)
    result = run(parquet(tmp_path / "a.parquet"))
    assert result.exit_code == 2
    assert "ValueError" in result.stderr
    # The source line that raised may be quoted; the frame's variables may not.
    assert "planted = '100.64.99.98'" not in result.stderr
