"""`noroshi sites verdict campaign`: looked at before, proposed, confirmed and taken back at the command line."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.verdict import verdict
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.site_cases import BAD, GOOD, TWIN, TWIN_CASE, add_cases


@pytest.fixture
def run(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as store:
        add_cases(home, store)
    given = {"home": home.path, "verbose": False}

    def invoke(*options, part=("campaign",)):
        return CliRunner().invoke(verdict, [*part, *options], obj=given)

    return invoke


def row(result):
    return json.loads(result.stdout)


def test_a_preview_changes_nothing(run):
    found = row(run("preview", TWIN_CASE, "phish", "--json"))
    assert {one["url"] for one in found["about"]} == {BAD, TWIN}
    assert (found["label"], found["left"]) == ("phish", [])
    assert "2 of 2 pages would be called phish" in run("preview", BAD).stdout
    assert "hxxps://" in run("preview", BAD).stdout
    assert run("list", "--json").stdout == ""


def test_two_persons_judge_a_campaign_and_take_it_back(run):
    seen = row(run("preview", BAD, "phish", "--json"))["seen"]
    first = row(
        run("propose", BAD, "phish", "--reason", "a kit", "--seen", seen, "--by", "a", "--json")
    )
    assert {one["state"] for one in first["pages"]} == {"open"}
    again = run("confirm", first["batch"], "--reason", "yes", "--by", "a")
    assert "second person" in str(again.exception)
    assert "2 held" in run("confirm", first["batch"], "--reason", "yes", "--by", "b").stdout
    assert row(run("list", "--json"))["states"] == {"held": 2}
    back = run("undo", first["batch"], "--reason", "wrong", "--by", "a")
    assert "2 open; a second person confirms it" in back.stdout
    assert "undo" in run("list").stdout
    batch = back.stdout.partition(":")[0]
    assert "2 rejected" in run("reject", batch, "--reason", "it was right", "--by", "b").stdout


def test_what_waits_together_is_one_line_of_what_waits(run):
    batch = row(run("propose", BAD, "phish", "--reason", "a kit", "--by", "a", "--json"))["batch"]
    shown = run("list", part=()).stdout
    assert shown.count("2 pages") == 1
    assert "hxxps" not in shown
    rows = [json.loads(line) for line in run("list", "--json", part=()).stdout.splitlines()]
    assert [one["batch"] for one in rows] == [batch] * 2


def test_a_page_of_no_campaign_is_refused(run):
    assert "in no campaign" in str(run("preview", GOOD).exception)


def test_what_could_not_be_done_is_told(run, monkeypatch):
    monkeypatch.setattr("noroshi.jobs.sites.verdicts.tell_relay", lambda *_: ("may not leave",))
    done = run("propose", BAD, "phish", "--reason", "yes", "--by", "a")
    assert (done.exit_code, done.stderr.count("may not leave")) == (1, 1)
