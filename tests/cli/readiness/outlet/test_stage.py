"""`outlet status|stage|withdraw|resume`: people and machines are told the same."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli


@pytest.fixture
def run(tmp_path):
    def ran(*words):
        return CliRunner().invoke(cli, ["--home", str(tmp_path), "readiness", "outlet", *words])

    return ran


def test_the_way_there_and_back(run):
    assert [json.loads(line)["stage"] for line in run("status", "--json").stdout.splitlines()] == [
        "block", "off", "off",
    ]  # fmt: skip
    told = run("stage", "rtbh", "log", "--by", "hanako")
    assert told.exit_code == 0, told.output
    assert told.output.startswith("rtbh: log → redirect\n")
    assert "noroshi readiness outlet withdraw rtbh" in told.output
    shut = run("stage", "rtbh", "redirect")
    assert "the gate is shut" in str(shut.exception)
    assert run("withdraw").output == "withdrawn: rpz, rtbh\n"
    assert run("withdraw", "flowspec").output == "nothing to do\n"
    rows = [json.loads(line) for line in run("resume", "rtbh", "--json").stdout.splitlines()]
    assert rows == [{"outlet": "rtbh", "done": "resumed"}]
    assert json.loads(run("stage", "rtbh", "off", "--json").stdout)["stage"] == "off"


def test_a_japanese_reader_is_told_in_japanese(run, monkeypatch):
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    assert "最後の段階にいる" in run("status").output
