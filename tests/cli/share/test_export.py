"""`noroshi share`: the list on stdout, what was done on stderr."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding


@pytest.fixture
def home(tmp_path):
    tmp_path.joinpath("noroshi.toml").write_text("[share]\nmade_data = true\n")
    with Store.open(tmp_path / "state.db") as store:
        run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
        store.replace_findings(run, [make_finding()], kind="c2-server", window=HOUR)
    return tmp_path


def export(home, *options):
    return CliRunner().invoke(
        cli, ["--home", str(home), "share", "export", "--at", "2026-01-02", *options]
    )


def test_the_list_goes_to_stdout_and_the_summary_to_stderr(home):
    result = export(home, "--format", "jsonl")
    assert result.exit_code == 0
    (row,) = map(json.loads, result.stdout.splitlines())
    assert (row["value"], row["port"], row["protocol"]) == ("192.0.2.1", 443, "tcp")
    assert "1 entries" in result.stderr


def test_machine_output_of_a_written_file_is_one_object(home):
    out = home / "list.csv"
    result = export(home, "--format", "csv", "--out", str(out), "--json")
    row = json.loads(result.stdout)
    assert (row["format"], row["indicators"], row["shared"], row["out"]) == ("csv", 1, 1, str(out))
    assert out.read_text().count("\n") == 2


def test_machine_output_never_mixes_with_the_list(home):
    result = export(home, "--format", "csv", "--json")
    assert result.stdout.startswith('"id"')
    assert json.loads(result.stderr)["indicators"] == 1


def test_an_empty_home_says_what_to_do_next(tmp_path):
    result = export(tmp_path, "--format", "csv")
    assert "noroshi c2 detect" in result.stderr


def test_a_wrong_format_is_wrong_use(home):
    assert export(home, "--format", "pdf").exit_code == 2


def test_a_format_of_several_files_fills_a_folder(home, tmp_path):
    feed = tmp_path / "feed"
    result = export(home, "--format", "misp", "--out", str(feed), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["indicators"] == 1
    assert {"manifest.json", "hashes.csv"} < {path.name for path in feed.iterdir()}


def test_a_format_of_several_files_asks_for_a_folder(home):
    result = export(home, "--format", "misp")
    assert "name it with --out" in str(result.exception)


def test_what_a_format_cannot_say_is_counted_and_told(home):
    result = export(home, "--format", "hosts")
    assert result.exit_code == 1
    assert "1 cannot be said in hosts" in result.stderr
