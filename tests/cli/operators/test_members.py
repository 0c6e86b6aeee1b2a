"""`noroshi operators`: taken in, changed, ended, and each act in the audit."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import InputError


@pytest.fixture
def run(tmp_path):
    def call(*arguments):
        return CliRunner().invoke(cli, ["--home", str(tmp_path), "operators", *arguments])

    return call


ALPHA = ("alpha", "--name", "Alpha Net", "--asn", "64496", "--prefix", "192.0.2.0/24")


def test_an_operator_is_taken_in_changed_and_ended(run, tmp_path):
    row = json.loads(run("add", *ALPHA, "--domain", "Alpha.example", "--json").stdout)
    assert row["domains"] == ["alpha.example"]
    assert "c2-servers" in row["entitlements"]
    row = json.loads(run("edit", "alpha", "--action", "block", "--asn", "64500", "--json").stdout)
    assert (row["action"], row["asns"], row["prefixes"]) == ("block", [64500], ["192.0.2.0/24"])
    assert "AS64500" in run("list").stdout
    assert json.loads(run("end", "alpha", "--json").stdout)["left_at"]
    assert run("list", "--json").stdout == ""
    assert json.loads(run("list", "--ended", "--json").stdout)["id"] == "alpha"
    acts = [
        json.loads(line)["action"] for line in (tmp_path / "audit.jsonl").read_text().splitlines()
    ]
    assert acts == ["operator.add", "operator.edit", "operator.end"]


def test_an_empty_list_says_how_to_begin(run):
    assert "noroshi operators add" in run("list").stdout


@pytest.mark.parametrize(
    "arguments",
    [("edit", "nobody"), ("end", "nobody"), ("add", "Alpha"), ("add", "a", "--prefix", "x")],
)
def test_wrong_use_changes_nothing(run, arguments):
    assert isinstance(run(*arguments).exception, InputError)
    assert run("list", "--json").stdout == ""
