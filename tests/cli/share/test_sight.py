"""`noroshi share sight`: counts for machines and people."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.cli.share import sight as share_sight
from noroshi.jobs.share.sighting_lake import LakeSighted
from noroshi.testing.findings import HOUR


@pytest.fixture
def run(tmp_path, monkeypatch):
    asked = []

    def sight_lake(home, **options):
        asked.append(options)
        return LakeSighted(window=HOUR, flows=10, entries=4, met=2, hits=7, sightings=3)

    monkeypatch.setattr(share_sight, "sight_lake", sight_lake)

    def invoke(*options):
        words = ["--home", str(tmp_path), "share", "sight", "--operator", "alpha", *options]
        return CliRunner().invoke(cli, words), asked

    return invoke


def test_machine_output_is_one_object(run):
    result, asked = run("--json", "--from", "2026-01-05", "--to", "2026-01-06")
    row = json.loads(result.stdout)
    assert (row["met"], row["hits"], row["sightings"]) == (2, 7, 3)
    assert row["window"] == list(HOUR.isoformat())
    assert asked[0]["window"].duration_s == 86_400


def test_people_read_one_sentence(run):
    result, asked = run()
    assert "7 flows met 2 of 4 listed servers" in " ".join(result.stdout.split())
    assert asked[0]["window"] is None


def test_half_a_window_is_refused(run):
    result, _ = run("--from", "2026-01-05")
    assert "both --from and --to" in str(result.exception)
