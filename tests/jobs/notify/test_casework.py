"""Casework: findings become cases; no text of a case names a subscriber."""

from datetime import timedelta

import pytest

from noroshi.jobs.notify.casework import Casework
from noroshi.spine.home import Settings
from noroshi.spine.model import CaseStanding, InputError, Outcome, Subject
from noroshi.spine.store import Store
from noroshi.spine.store.cases import Cases
from noroshi.testing.desks import add_account, add_operator
from noroshi.testing.findings import HOUR, MADE_AT, make_finding

AT = MADE_AT + timedelta(hours=2)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        add_operator(opened.database, "alpha")
        add_account(opened.database, "hanako")
        yield opened


@pytest.fixture
def work(store):
    return Casework(store, Settings(flows={"subscribers": ["100.64.0.0/10"]}), by="user:taro")


@pytest.fixture
def finding_id(store):
    return found(store, make_finding())


def found(store, finding):
    run = store.begin_run("test", detector=None, window=HOUR, inputs={}, at=AT)
    store.replace_findings(run, [finding], kind=finding.kind, window=finding.window)
    return finding.id


def test_a_finding_becomes_a_case(work, finding_id):
    case = work.open(finding_id, operator_id="alpha", at=AT, due_at=AT + timedelta(days=7))
    assert (case.number, case.standing) == (1, CaseStanding.OPEN)
    assert case.title == "c2-http-beacon 192.0.2.1:443/tcp"
    assert case.indicator_id is not None
    assert work.open(finding_id, operator_id="alpha", at=AT).id == case.id


def test_a_case_goes_its_whole_way(store, work, finding_id):
    work.open(finding_id, operator_id="alpha", at=AT)
    work.assign(1, "hanako", at=AT)
    work.comment(1, "  192.0.2.1 answers no more. ", at=AT)
    work.set_due(1, AT, at=AT)
    work.set_due(1, None, at=AT)
    work.close(1, Outcome.FIXED, at=AT, text="gone")
    work.reopen(1, at=AT, text="back again")
    events = Cases(store.database).events(Cases(store.database).find(1).id)
    assert [(str(event.verb), event.text) for event in events] == [
        ("opened", ""),
        ("assigned", "hanako"),
        ("commented", "192.0.2.1 answers no more."),
        ("due", "2026-01-01T02:00:00.000Z"),
        ("due", ""),
        ("closed", "fixed: gone"),
        ("reopened", "back again"),
    ]
    assert {event.by for event in events} == {"user:taro"}


@pytest.mark.parametrize(
    "text", ["call 100.64.3.7", "100[.]64[.]3[.]7", "at 2001:db8::7", "CPE 00:00:5E:00:53:01"]
)
def test_no_text_names_another_address(store, work, finding_id, text):
    case = work.open(finding_id, operator_id="alpha", at=AT)
    for act in (
        lambda: work.comment(1, text, at=AT),
        lambda: work.close(1, Outcome.FIXED, at=AT, text=text),
    ):
        with pytest.raises(InputError, match="leave it out") as refused:
            act()
        assert "64" not in str(refused.value)
    assert len(Cases(store.database).events(case.id)) == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 4_001])
def test_a_comment_says_something_and_not_too_much(work, finding_id, text):
    work.open(finding_id, operator_id="alpha", at=AT)
    with pytest.raises(InputError):
        work.comment(1, text, at=AT)


def test_a_finding_about_a_subscriber_makes_no_case(store, work):
    finding_id = found(store, make_finding(Subject.ip("100.64.3.7")))
    with pytest.raises(InputError, match="stays at the operator") as refused:
        work.open(finding_id, operator_id="alpha", at=AT)
    assert "100.64" not in str(refused.value)


def test_what_is_not_there_is_told(work, finding_id):
    with pytest.raises(InputError, match="no finding nothing"):
        work.open("nothing", operator_id="alpha", at=AT)
    with pytest.raises(InputError, match="nobody is no operator"):
        work.open(finding_id, operator_id="nobody", at=AT)
    with pytest.raises(InputError, match="no case 5"):
        work.comment(5, "hello", at=AT)
    work.open(finding_id, operator_id="alpha", at=AT)
    with pytest.raises(InputError, match="nobody called 'stranger'"):
        work.assign(1, "stranger", at=AT)
