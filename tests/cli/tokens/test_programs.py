"""`noroshi tokens`: printed once, listed without their secret, taken back."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import InputError
from noroshi.spine.store import Database
from noroshi.testing.members import add_members

ISSUE = ("issue", "--user", "alpha-reader", "--label", "resolver")


@pytest.fixture
def home(tmp_path):
    with Database.open(tmp_path / "state.db") as database:
        add_members(database, "alpha")
    return tmp_path


@pytest.fixture
def run(home):
    def call(*arguments):
        return CliRunner().invoke(cli, ["--home", str(home), "tokens", *arguments])

    return call


def test_a_token_is_printed_once_and_taken_back(run, home):
    made = json.loads(run(*ISSUE, "--json").stdout)
    assert made["token"].startswith(made["prefix"])
    assert made["rights"] == ["lists.read"]
    listed = run("list", "--json").stdout
    assert made["token"] not in listed + (home / "audit.jsonl").read_text()
    assert json.loads(run("revoke", made["prefix"], "--json").stdout)["revoked_at"]
    assert "revoked" in run("list").stdout


def test_words_for_people_say_to_copy_it(run):
    assert "not shown again" in run(*ISSUE).stdout
    assert "until" in run("list").stdout


def test_an_empty_list_says_how_to_begin(run):
    assert "noroshi tokens issue" in run("list").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (*ISSUE, "--right", "review"),
        (*ISSUE, "--days", "366"),
        ("issue", "--user", "nobody", "--label", "x"),
        ("revoke", "nrs_nothing"),
    ],
)
def test_wrong_use_makes_and_takes_nothing(run, arguments):
    assert isinstance(run(*arguments).exception, InputError)
    assert run("list", "--json").stdout == ""
