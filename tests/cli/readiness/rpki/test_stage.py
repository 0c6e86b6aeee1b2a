"""`readiness rpki stage`: gate, checked text and the way back."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli

ROUTER = [
    "--for", "frr", "--as", "64500", "--router-id", "192.0.2.1", "--cache", "192.0.2.10:3323",
    "--neighbour", "198.51.100.1=64501",
]  # fmt: skip


@pytest.fixture
def sources(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("ASN,IP Prefix,Max Length\nAS64501,192.0.2.0/24,24\n")
    return ["--vrps", str(tmp_path / "a.csv"), "--vrps", str(tmp_path / "b.csv")]


def run(tmp_path, *words):
    return CliRunner().invoke(
        cli, ["--home", str(tmp_path / "h"), "readiness", "rpki", "stage", *ROUTER, *words]
    )


def test_the_first_gate_needs_two_fresh_validators(tmp_path, sources):
    done = run(tmp_path, *sources, "--json")
    assert done.exit_code == 0, done.output
    row = json.loads(done.stdout)
    assert (row["stage"], row["next"], row["open"], row["back"]) == (None, "tag", True, "")
    assert "large-community" in row["publish"]
    one = json.loads(run(tmp_path, *sources[:2], "--json").stdout)
    assert (one["open"], one["checks"][0]["code"]) == (False, "rov.validators")


def test_a_step_is_remembered_and_dropping_wants_traffic(tmp_path, sources):
    shown = run(tmp_path, *sources, "--step", "prefer")
    assert shown.exit_code == 0, shown.output
    assert "prefer → drop-peers" in shown.stdout
    assert "shut" in shown.stdout
    row = json.loads(run(tmp_path, *sources, "--json").stdout)
    assert (row["stage"], row["open"]) == ("prefer", False)
    assert {check["code"] for check in row["checks"] if check["level"] == "unknown"} == {"rov.lost"}
    assert "deny 10" in row["publish"]
    assert "large-community" in row["back"]
