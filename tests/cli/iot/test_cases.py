"""`noroshi iot cases`: the desk's day at the command line."""

import json

import pytest

from noroshi.testing.command import rows, run
from noroshi.testing.lines import OPERATOR, OperatorHome, weak_row

WHY = ("--operator", OPERATOR, "--purpose", "a test")


@pytest.fixture
def desk(tmp_path):
    made = OperatorHome(tmp_path / "home")
    made.found = tmp_path / "found.jsonl"
    made.found.write_text("".join(json.dumps(weak_row(n)) + "\n" for n in (1, 2, 4)))
    return made


@pytest.fixture
def command(desk):
    """The command in this home; gives rows for machines."""

    def call(*words):
        return rows(desk.home.path, "iot", *map(str, words))

    return call


@pytest.fixture
def opened(desk, command, tmp_path):
    command("cases", "open", desk.found, desk.log, *WHY)
    command("letters", tmp_path / "out", *WHY)
    return desk


def test_cases_are_opened_told_and_listed(desk, command, tmp_path):
    made = command("cases", "open", desk.found, desk.log, *WHY)
    assert [(row["case"], row["state"], row["arm"]) for row in made] == [
        (1, "drawn", "letter"), (2, "drawn", "letter"),
    ]  # fmt: skip
    assert command("letters", tmp_path / "out", *WHY) == [
        {"notices": 2, "files": 4, "channels": {"letter": 2}}
    ]
    assert {row["state"] for row in command("cases", "list", "--operator", OPERATOR)} == {
        "notified"
    }
    assert command("cases", "list", "--state", "fixed") == []


def test_people_read_the_same(opened):
    text = run(opened.home.path, "iot", "cases", "list").stdout
    assert "reflector" in text
    text = run(opened.home.path, "iot", "cases", "show", "1").stdout
    assert "told by letter" in text
    assert "line-1" not in text


def test_what_the_desk_learns_is_entered(opened, command):
    (row,) = command("cases", "state", "1", "reached", "--note", "rang")
    assert row["reached"]
    (shown,) = command("cases", "show", row["tracking"])
    assert [one["text"] for one in shown["events"]][-1] == "reached: rang"
    assert len(shown["notices"]) == 2


def test_a_limit_takes_another_person(opened, command):
    command("cases", "limit", "ask", "1", "--reason", "it attacks", "--by", "anna")
    same = run(opened.home.path, "iot", "cases", "limit", "approve", "1", "--by", "anna")
    assert same.exit_code
    steps = command("cases", "limit", "approve", "1", "--by", "ben")
    assert [step["by"] for step in steps] == ["user:anna", "user:ben"]
    (shown,) = command("cases", "show", "1")
    assert [one["verb"] for one in shown["limits"]] == ["asked", "approved"]


def test_due_devices_are_looked_at(opened, command, tmp_path):
    at = ("--at", "2099-01-01T00:00:00Z")
    due = command("cases", "due", opened.log, *at, *WHY)
    assert due == [{"address": "192.0.2.2"}, {"address": "192.0.2.9"}]
    asked, answers = tmp_path / "asked.jsonl", tmp_path / "none.jsonl"
    asked.write_text("".join(json.dumps(row) + "\n" for row in due))
    answers.write_text("")
    (done,) = command("cases", "look", answers, opened.log, "--asked", asked, *at, *WHY)
    assert done == {"seen": {"silent": 2}, "states": {"notified": 2}}


def test_rows_for_the_curve_and_counts_for_the_programme(opened, command, tmp_path):
    assert {row["arm"] for row in command("cases", "follow")} == {"letter"}
    (count,) = command("cases", "count", "--operator", OPERATOR)
    assert (count["devices"], count["told"]) == (2, 2)
    shared = run(
        opened.home.path, "iot", "cases", "count", "--operator", OPERATOR, "--share"
    ).stdout
    assert json.loads(shared)["counts"] == {
        "reached": 0, "fixed": 0, "control": 0, "fixed in control": 0,
    }  # fmt: skip
    file = tmp_path / "counts.jsonl"
    file.write_text(shared)
    assert command("cases", "take", file) == [{"operator": OPERATOR}]
