"""Commands that change cases: a case's whole life at the command line."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.desks import add_account, add_operator
from noroshi.testing.findings import HOUR, make_finding


@pytest.fixture
def finding_id(tmp_path):
    finding = make_finding()
    with Store.open(Home(tmp_path / "home").create().state_file) as store:
        add_operator(store.database, "alpha")
        add_account(store.database, "hanako")
        run = store.begin_run("test", detector=None, window=HOUR, inputs={}, at=datetime.now(UTC))
        store.replace_findings(run, [finding], kind=finding.kind, window=finding.window)
    return finding.id


def row(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_case_is_opened_worked_on_closed_and_reopened(noroshi, finding_id):
    opening = ("cases", "open", "--finding", finding_id, "--operator", "alpha", "--by", "taro")
    case = row(noroshi(*opening, "--due", "2026-02-01", "--json"))
    assert (case["number"], case["standing"], case["due_at"]) == (
        1,
        "open",
        "2026-02-01T00:00:00.000Z",
    )
    assert row(noroshi(*opening, "--json"))["number"] == 1
    assert (
        row(noroshi("cases", "assign", "1", "--to", "hanako", "--json"))["standing"] == "assigned"
    )
    assert row(noroshi("cases", "comment", "1", "Asked.", "--json"))["number"] == 1
    assert row(noroshi("cases", "due", "1", "--json"))["due_at"] is None
    closed = row(noroshi("cases", "close", "1", "--outcome", "fixed", "--json"))
    assert (closed["standing"], closed["outcome"]) == ("closed", "fixed")
    assert row(noroshi("cases", "reopen", "1", "--text", "Back.", "--json"))["outcome"] is None
    shown = row(noroshi("cases", "show", "1", "--json"))
    assert [event["verb"] for event in shown["events"]] == [
        "opened",
        "assigned",
        "commented",
        "due",
        "closed",
        "reopened",
    ]
    assert shown["events"][0]["by"] == "user:taro"


def test_what_may_not_happen_is_told(noroshi, finding_id):
    assert "no case 9" in noroshi("cases", "comment", "9", "x").stderr
    noroshi("cases", "open", "--finding", finding_id, "--operator", "alpha")
    planted = noroshi("cases", "comment", "1", "100.64.3.7 called")
    assert (planted.returncode, planted.stdout) == (1, "")
    assert "100.64.3.7" not in planted.stderr


def test_a_person_reads_a_sentence(noroshi, finding_id):
    done = noroshi("cases", "open", "--finding", finding_id, "--operator", "alpha")
    assert done.stdout == "Case 1: c2-http-beacon 192.0.2.1:443/tcp, alpha, open\n"
