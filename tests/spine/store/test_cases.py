"""Cases: work is numbered once, its record only grows. On SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.spine.model import (
    Case,
    CaseStanding,
    CaseVerb,
    InputError,
    Outcome,
    Subject,
)
from noroshi.spine.store import Database
from noroshi.spine.store.cases import CaseChoice, Cases, Step
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_account, add_operator

DAY = timedelta(days=1)


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        add_operator(opened, "alpha")
        add_operator(opened, "beta")
        add_account(opened, "hanako")
        yield opened


@pytest.fixture
def cases(database):
    return Cases(database)


def a_case(name="one", **more):
    made = Case(
        id=name,
        number=0,
        title="c2-irc 192.0.2.1",
        kind="c2-server",
        subject=Subject.ip("192.0.2.1"),
        operator_id="alpha",
        standing=CaseStanding.OPEN,
        opened_at=AT,
    )
    return replace(made, **more)


def step(verb, *, days=0, **more):
    return Step(verb=verb, by="user:hanako", at=AT + days * DAY, **more)


def test_cases_are_numbered_from_1(cases):
    assert [cases.open(a_case(name), "user:x").number for name in ("a", "b", "c")] == [1, 2, 3]


def test_a_case_comes_back_whole(cases):
    opened = cases.open(a_case(due_at=AT + DAY, finding_id="f", indicator_id="i"), "user:x")
    assert cases.find(1) == opened
    assert cases.find(2) is None


def test_opening_again_gives_the_case_that_is_there(cases):
    first = cases.open(a_case(), "user:x")
    assert cases.open(a_case(title="other"), "user:y") == first
    assert len(cases.events(first.id)) == 1


def test_a_case_is_worked_on_closed_and_reopened(cases):
    case = cases.open(a_case(), "user:x")
    cases.act(1, step(CaseVerb.ASSIGNED, account_id="account-hanako", text="hanako"))
    cases.act(1, step(CaseVerb.COMMENTED, text="asked the customer"))
    closed = cases.act(1, step(CaseVerb.CLOSED, days=1, outcome=Outcome.FIXED, text="gone"))
    assert (closed.standing, closed.outcome, closed.closed_at) == (
        CaseStanding.CLOSED,
        Outcome.FIXED,
        AT + DAY,
    )
    reopened = cases.act(1, step(CaseVerb.REOPENED, days=2))
    assert (reopened.standing, reopened.outcome, reopened.account_id) == (
        CaseStanding.OPEN,
        None,
        None,
    )
    told = [(event.position, event.verb, event.text) for event in cases.events(case.id)]
    assert told == [
        (1, CaseVerb.OPENED, ""),
        (2, CaseVerb.ASSIGNED, "hanako"),
        (3, CaseVerb.COMMENTED, "asked the customer"),
        (4, CaseVerb.CLOSED, "fixed: gone"),
        (5, CaseVerb.REOPENED, ""),
    ]


def test_what_may_not_happen_leaves_no_trace(cases):
    case = cases.open(a_case(), "user:x")
    for wrong in (
        step(CaseVerb.REOPENED),
        step(CaseVerb.CLOSED),
        step(CaseVerb.ASSIGNED),
    ):
        with pytest.raises(InputError):
            cases.act(1, wrong)
    with pytest.raises(InputError, match="no case 9"):
        cases.act(9, step(CaseVerb.COMMENTED))
    assert len(cases.events(case.id)) == 1
    assert cases.find(1) == case


def test_choices_narrow_what_is_listed(cases):
    cases.open(a_case("a", due_at=AT + DAY), "user:x")
    cases.open(a_case("b", operator_id="beta"), "user:x")
    cases.open(a_case("c", subject=Subject.ip("192.0.2.9")), "user:x")
    cases.act(1, step(CaseVerb.ASSIGNED, account_id="account-hanako"))
    cases.act(3, step(CaseVerb.CLOSED, outcome=Outcome.DUPLICATE))

    def numbers(**choice):
        return [case.number for case in cases.some(CaseChoice(**choice))]

    assert numbers() == [3, 2, 1]
    assert numbers(operator_id="beta") == [2]
    assert numbers(standings=(CaseStanding.CLOSED, CaseStanding.OPEN)) == [3, 2]
    assert numbers(account_id="account-hanako") == [1]
    assert numbers(subject="192.0.2.9") == [3]
    assert numbers(overdue_at=AT + DAY) == [1]
    assert cases.count(CaseChoice(operator_id="alpha")) == 2
    assert [case.number for case in cases.some(limit=1, below=3)] == [2]


def test_an_overdue_case_is_unreminded_until_reminded_and_again_after_a_new_date(cases):
    cases.open(a_case(due_at=AT + DAY), "user:x")
    assert cases.unreminded(AT) == []
    assert [case.number for case in cases.unreminded(AT + DAY)] == [1]
    cases.act(1, step(CaseVerb.REMINDED, days=1))
    assert cases.unreminded(AT + 3 * DAY) == []
    cases.act(1, step(CaseVerb.DUE, days=2, due_at=AT + 4 * DAY))
    assert cases.unreminded(AT + 3 * DAY) == []
    assert [case.number for case in cases.unreminded(AT + 5 * DAY)] == [1]
    cases.act(1, step(CaseVerb.CLOSED, days=5, outcome=Outcome.ACCEPTED))
    assert cases.unreminded(AT + 6 * DAY) == []
