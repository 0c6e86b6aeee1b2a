"""`noroshi readiness rpki configure`: a text on stdout, its check on stderr, and refused texts not at all."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.cli.readiness.rpki import configure as module
from noroshi.jobs.readiness.checking_text import Checked
from noroshi.spine.model import ConfigError

WORDS = ["readiness", "rpki", "configure", "--as", "64500", "--router-id", "192.0.2.1"]
PLACES = ["--cache", "192.0.2.10:3323", "--neighbour", "198.51.100.1=AS64501"]


def run(*options, places=PLACES):
    return CliRunner().invoke(cli, [*WORDS, *places, *options])


def test_vendors_text_is_marked():
    result = run("--for", "junos", "--treatment", "drop")
    assert "then reject" in result.stdout
    assert "not device-checked" in result.stderr


@pytest.mark.parametrize(
    ("checked", "code", "words"),
    [
        (Checked(True, "BIRD 2", ""), 0, "checked with BIRD 2"),
        (Checked(None, "bird", ""), 0, "not checked: bird is not installed"),
        (Checked(False, "BIRD 2", "line 3"), 3, "BIRD 2 refuses the text: line 3"),
    ],
)
def test_what_the_parser_says_is_told(monkeypatch, checked, code, words):
    monkeypatch.setattr(module, "check_text", lambda dialect, text: checked)
    result = run("--for", "bird")
    assert (result.exit_code, words in result.stderr) == (code, True)
    assert bool(result.stdout) == (code == 0)


def test_machine_output_holds_the_text():
    row = json.loads(run("--for", "eos", "--json").stdout)
    assert (row["for"], row["treatment"], row["checked"]) == ("eos", "tag", None)
    assert row["text"].startswith("! not device-checked")


@pytest.mark.parametrize("session", ["198.51.100.1", "x=1", "198.51.100.1=0", "fe80::1%x=1"])
def test_a_session_that_is_none_is_told(session):
    result = run("--for", "eos", places=["--cache", "192.0.2.10:323", "--neighbour", session])
    assert isinstance(result.exception, ConfigError)


def test_a_router_id_that_is_none_is_told():
    result = run("--for", "eos", "--router-id", "2001:db8::1")
    assert isinstance(result.exception, ConfigError)
