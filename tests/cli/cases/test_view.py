"""Commands that show cases."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.cli.cases.view import case_sentence
from noroshi.spine.home import Home
from noroshi.spine.model import Case, CaseStanding, CaseVerb, Outcome, Subject
from noroshi.spine.store import Database
from noroshi.spine.store.cases import Cases, Step
from noroshi.testing.desks import add_operator

AT = datetime(2026, 1, 5, tzinfo=UTC)


def a_case(name, **more):
    return Case(
        id=name,
        number=0,
        title="c2-irc 192.0.2.1",
        kind="c2-server",
        subject=Subject.ip("192.0.2.1"),
        operator_id="alpha",
        standing=CaseStanding.OPEN,
        opened_at=AT,
        **more,
    )


@pytest.fixture
def filled(tmp_path):
    with Database.open(Home(tmp_path / "home").create().state_file) as database:
        add_operator(database, "alpha")
        cases = Cases(database)
        cases.open(a_case("a", due_at=AT), "user:x")
        cases.open(a_case("b"), "user:x")
        cases.act(2, Step(verb=CaseVerb.CLOSED, by="user:x", at=AT, outcome=Outcome.FIXED))


def numbers(done):
    return [json.loads(line)["number"] for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("filled")
def test_cases_are_listed_by_what_is_asked(noroshi):
    assert numbers(noroshi("cases", "list", "--json")) == [2, 1]
    assert numbers(noroshi("cases", "list", "--standing", "closed", "--json")) == [2]
    assert numbers(noroshi("cases", "list", "--overdue", "--operator", "alpha", "--json")) == [1]
    assert numbers(noroshi("cases", "list", "--operator", "beta", "--json")) == []


@pytest.mark.usefixtures("filled")
def test_a_person_reads_a_case_and_its_record(noroshi):
    assert noroshi("cases", "show", "2").stdout.splitlines() == [
        "Case 2: c2-irc 192.0.2.1, alpha, closed (fixed)",
        "  2026-01-05T00:00:00.000Z  user:x  opened",
        "  2026-01-05T00:00:00.000Z  user:x  closed  fixed",
    ]
    assert noroshi("cases", "show", "7").returncode == 1


def test_an_empty_house_says_so(noroshi):
    assert noroshi("cases", "list").stdout == "There is no such case.\n"


def test_a_date_is_told_while_it_matters():
    assert case_sentence(a_case("a", due_at=AT)).endswith("open, due 2026-01-05T00:00:00.000Z")
