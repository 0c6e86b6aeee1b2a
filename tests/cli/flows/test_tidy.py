import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.home import Home
from noroshi.testing.lakes import START, plain_flows, write_file


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    for content in ("a", "b"):
        (name,) = write_file(home.flows, plain_flows([START]), content * 16)
        (home.flows / name).rename((home.flows / name).with_name(f"their-{content}.parquet"))
    return home


def run(home, *arguments):
    return CliRunner().invoke(cli, ["--home", str(home.path), "flows", "tidy", *arguments])


def test_what_was_done_is_told_to_people(home):
    result = run(home)
    assert result.exit_code == 0
    assert "2 files of 1 hours merged: 2 rows" in result.stdout


def test_every_dropped_hour_is_told(home):
    home.settings_file.write_text("[lake]\nkeep_days = 1\n")
    result = run(home)
    assert "Dropped 2025-06-02T00:00:00.000Z (too old): 2 flows" in result.stdout


def test_machines_get_one_object(home):
    told = json.loads(run(home, "--json").stdout)
    assert (told["merged_hours"], told["merged_files"], told["dropped"]) == (1, 2, [])


def test_what_could_not_be_done_ends_with_three(home):
    next(iter(home.flows.rglob("their-a.parquet"))).write_bytes(b"PAR1")
    result = run(home, "--json")
    assert result.exit_code == 3
    assert "damaged" in " ".join(json.loads(result.stdout)["problems"])
