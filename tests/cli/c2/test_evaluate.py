"""`noroshi c2 evaluate`: rows for machines, tables for people, and plain words for mistakes."""

import json
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from noroshi.cli.c2 import evaluate as c2_evaluate
from noroshi.cli.c2.evaluate import evaluate
from noroshi.spine.model import InputError

NAMES = ("ts", "dur", "proto", "src", "sport", "dst", "dport", "src_pkts", "dst_pkts",
         "src_bytes", "dst_bytes", "cls", "scenario")  # fmt: skip


def rows():
    for number, scenario in enumerate(("one", "two"), 1):
        bot = f"100.64.0.{number}"
        for n in range(200):
            yield (1.7e9 + 120 * n, 1.0, "tcp", bot, 40000 + n, f"192.0.2.{number}", 4000 + number, 12, 12, 420, 420, "c2", scenario)  # fmt: skip
        for n in range(40):
            for host in (bot, f"100.64.1.{number}"):
                yield (1.7e9 + n * n * 11, 2.0, "tcp", host, 50000 + n, f"198.51.100.{number}", 443, 9, 70, 900 + n, 90_000 + n, "benign", scenario)  # fmt: skip


@pytest.fixture
def files(tmp_path, monkeypatch):
    table = pa.table({name: list(column) for name, column in zip(NAMES, zip(*rows(), strict=True), strict=True)})  # fmt: skip
    pq.write_table(table, tmp_path / "flows.parquet")
    (tmp_path / "truth.csv").write_text(
        "ip,scenario,family,c2_type\n192.0.2.1,one,Kusari,TCP\n192.0.2.2,two,Hotaru,TCP\n"
    )
    monkeypatch.setattr(
        c2_evaluate, "DEFAULT", replace(c2_evaluate.DEFAULT, made_seeds=(), rounds=20, seeds=1)
    )
    return tmp_path


def run(files, *options):
    given = [files / "flows.parquet", "--truth", files / "truth.csv", *options]
    return CliRunner().invoke(
        evaluate, [str(one) for one in given], obj={"home": files / "home", "verbose": False}
    )


def test_machine_output_is_a_row_per_condition_and_c2_server(files):
    result = run(files, "--conditions", "biflow,1:100", "--seeds", 1, "--bootstrap", 20, "--json")
    assert result.exit_code == 0, result.output
    printed = [json.loads(line) for line in result.stdout.splitlines()]
    figures = [row for row in printed if "ap" in row]
    assert [row["condition"] for row in figures] == ["biflow", "1:100"]
    assert figures[0]["ap"] == 1.0
    assert figures[0]["to_find"] == 2
    servers = [row for row in printed if "family" in row and row["condition"] == "biflow"]
    assert [row["address"] for row in servers] == ["192.0.2.1", "192.0.2.2"]
    assert not (files / "home").exists()


def test_no_subscriber_address_is_in_any_output(files):
    result = run(files, "--conditions", "biflow", "--seeds", 1, "--mutations", "--times", "--json")
    assert result.exit_code == 0, result.output
    assert "100.64." not in result.output
    printed = [json.loads(line) for line in result.stdout.splitlines()]
    assert sum("mutation" in row for row in printed) == 11
    assert sum("minutes_to_list" in row for row in printed) == 2


def test_people_see_tables_and_progress_on_stderr(files):
    result = run(files, "--conditions", "biflow", "--seeds", 1)
    assert "192.0.2.1" in result.stdout
    assert "analyse 1/5" in result.stderr
    assert "analyse" not in result.stdout


def test_an_unknown_condition_is_told_before_any_work(files):
    result = run(files, "--conditions", "biflow,1:7")
    assert result.exit_code == 2
    assert "1:7 is no condition" in result.output
    assert "analyse" not in result.output


def test_a_wrong_truth_stops_with_what_to_do(files):
    (files / "truth.csv").write_text("address\n192.0.2.1\n")
    result = run(files)
    assert isinstance(result.exception, InputError)
    assert "give the columns ip, scenario, family, c2_type" in str(result.exception)
