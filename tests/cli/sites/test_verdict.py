"""`noroshi sites verdict`: a second person, at the command line too."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.verdict import verdict
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.site_cases import BAD, GOOD, GOOD_CASE, add_cases


@pytest.fixture
def run(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as store:
        add_cases(home, store)
    given = {"home": home.path, "verbose": False}
    return lambda *options: CliRunner().invoke(verdict, options, obj=given)


def row(result):
    return json.loads(result.stdout)


def test_two_persons_call_a_page_malicious(run):
    first = run("propose", GOOD, "phish", "--reason", "it asks", "--by", "a", "--json")
    assert (row(first)["state"], row(first)["act"]) == ("open", "to-malicious")
    assert "hxxps://news[.]test" in run("list").stdout
    assert row(run("list", "--json"))["by"] == "user:a"
    again = run("confirm", GOOD, "--reason", "yes", "--by", "a")
    assert "second person" in str(again.exception)
    done = run("confirm", GOOD_CASE, "--reason", "yes", "--by", "b")
    assert "phish held" in done.stdout
    back = run("undo", GOOD, "--reason", "an article", "--by", "b", "--json")
    assert (row(back)["undo"], row(back)["state"]) == (True, "held")


def test_a_proposal_waits_until_it_is_rejected(run):
    assert "a second person confirms it" in run("propose", GOOD, "phish", "--reason", "x", "--by", "a").stdout  # fmt: skip
    assert row(run("reject", GOOD, "--reason", "no", "--by", "b", "--json"))["state"] == "rejected"
    assert run("list", "--json").stdout == ""


def test_agreeing_takes_one(run):
    assert "phish held" in run("propose", BAD, "phish", "--reason", "yes", "--by", "a").stdout


def test_what_the_relay_refuses_is_told(run, monkeypatch):
    monkeypatch.setattr("noroshi.jobs.sites.verdicts.tell_relay", lambda *_: ("may not leave",))
    done = run("propose", BAD, "phish", "--reason", "yes", "--by", "a")
    assert (done.exit_code, "may not leave" in done.stderr) == (1, True)
