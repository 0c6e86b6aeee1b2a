import json

import pytest
from click.testing import CliRunner

from noroshi.cli.demo import demo


def run(tmp_path, *arguments):
    obj = {"home": tmp_path / "home", "verbose": False}
    return CliRunner().invoke(demo, list(arguments), obj=obj)


def test_only_making_writes_captures_and_truth_and_stops(tmp_path):
    result = run(tmp_path, "--make-only", "--subscribers", "5", "--json")
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()]
    folder = tmp_path / "home" / "demo"
    assert (folder / "truth.jsonl").exists()
    assert len(list(folder.glob("*.pcap"))) == 4
    assert not list((tmp_path / "home" / "lake").rglob("*.parquet"))


def test_captures_go_where_they_are_asked(tmp_path):
    run(tmp_path, "--make-only", "--subscribers", "5", "--out", str(tmp_path / "here"))
    assert (tmp_path / "here" / "truth.jsonl").exists()


@pytest.mark.parametrize("wrong", [("--subscribers", "0"), ("--subscribers", "200001"), ("--seed", "-1")])  # fmt: skip
def test_impossible_days_are_wrong_use(tmp_path, wrong):
    assert run(tmp_path, *wrong).exit_code == 2
