"""`readiness rpki aspa verify`: CSV and JSON say the same."""

import csv
import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli


@pytest.fixture
def place(tmp_path):
    (tmp_path / "a.json").write_text(
        json.dumps({"aspas": [{"customer": 64500, "providers": [64501]}]})
    )
    (tmp_path / "r.csv").write_text(
        "prefix,path\n192.0.2.0/24,64510 64501 64500\n192.0.2.0/24,64510 64503 64500\n"
    )
    return tmp_path


def test_both_outputs(place):
    words = [
        "readiness",
        "rpki",
        "aspa",
        "verify",
        "--aspas",
        str(place / "a.json"),
        "--routes",
        str(place / "r.csv"),
        "--from",
        "peer",
    ]
    plain, machine = CliRunner().invoke(cli, words), CliRunner().invoke(cli, [*words, "--json"])
    assert (plain.exit_code, machine.exit_code) == (0, 0), plain.output
    rows = [json.loads(line) for line in machine.stdout.splitlines()]
    assert [row["state"] for row in rows] == ["unknown", "invalid"]
    assert [row["state"] for row in csv.DictReader(plain.stdout.splitlines())] == [
        "unknown",
        "invalid",
    ]
    assert "1 invalid" in plain.stderr
