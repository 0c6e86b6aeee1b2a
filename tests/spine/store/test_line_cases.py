"""Line cases: kept with their cases, told once, limited by two. On SQLite and PostgreSQL."""

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
    SubjectKind,
)
from noroshi.spine.model.line_case import LimitVerb, LineCase, LineLimit, LineNotice, LineState
from noroshi.spine.store import Database
from noroshi.spine.store.cases import Cases, Step
from noroshi.spine.store.line_cases import LineCases, LineChoice
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator

DAY = timedelta(days=1)


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        add_operator(opened, "alpha")
        add_operator(opened, "beta")
        yield opened


@pytest.fixture
def lines(database):
    return LineCases(database)


def pair(name, operator="alpha", **more):
    case = Case(
        id=name, number=0, title=name, kind="weak-device",
        subject=Subject(SubjectKind.DEVICE, f"track-{name}"), operator_id=operator,
        standing=CaseStanding.OPEN, opened_at=AT,
    )  # fmt: skip
    facts = {
        "case_id": name, "tracking": f"track-{name}", "operator_id": operator, "line": f"l-{name}",
        "sealed": b"\x00sealed", "device": "d", "vendor": "Maker", "product": "", "arm": "letter",
        "trouble": "vulnerable", "severity": "high", "exposures": ({"port": "80"},),
        "channel": "letter", "drawn_at": AT, "seen_at": AT,
    }  # fmt: skip
    return case, LineCase(**facts | more)


def step(text="looked"):
    return Step(verb=CaseVerb.COMMENTED, by="user:a", at=AT + DAY, text=text)


def test_what_is_opened_comes_back_with_its_number_and_only_once(lines):
    made = lines.open([pair("one"), pair("two")], by="user:a")
    assert [one.number for one in made] == [1, 2]
    again = lines.open([pair("two"), pair("three")], by="user:a")
    assert [(one.case_id, one.number) for one in again] == [("three", 3)]
    assert lines.find(2) == made[1] == lines.by_tracking("track-two")
    assert lines.find(9) is lines.by_tracking("x") is None
    assert lines.taken(["track-one", "nobody"]) == {"track-one"}


def test_many_are_opened_at_once(lines):
    made = lines.open([pair(f"n{n}") for n in range(1100)], by="user:a")
    assert [one.number for one in made] == list(range(1, 1101))


def test_every_choice_narrows(lines):
    due, later = AT + DAY, AT + 3 * DAY
    pairs = [
        pair("a", next_at=due), pair("b", operator="beta", arm="none"),
        pair("c", state=LineState.NOTIFIED, next_at=later),
    ]  # fmt: skip
    lines.open(pairs, by="user:a")
    choices = {
        LineChoice(): "abc", LineChoice(operator_id="beta"): "b", LineChoice(arm="none"): "b",
        LineChoice(states=(LineState.NOTIFIED,)): "c", LineChoice(due_at=AT + 2 * DAY): "a",
        LineChoice(line="l-c"): "c",
    }  # fmt: skip
    for choice, names in choices.items():
        assert "".join(one.case_id for one in lines.some(choice)) == names
    assert len(lines.some(limit=2)) == 2
    assert lines.counts() == {
        ("letter", "drawn"): 1, ("none", "drawn"): 1, ("letter", "notified"): 1,
    }  # fmt: skip
    assert lines.counts(LineChoice(operator_id="beta")) == {("none", "drawn"): 1}


@pytest.mark.parametrize(
    ("state", "outcome"),
    [(LineState.FIXED, Outcome.FIXED), (LineState.MOVED, Outcome.UNRESOLVED), (LineState.REFUSED, Outcome.ACCEPTED)],
)  # fmt: skip
def test_the_case_closes_with_its_device_and_opens_again(database, lines, state, outcome):
    (made,) = lines.open([pair("one")], by="user:a")
    lines.keep([(replace(made, state=state), step())])
    case = Cases(database).find(made.number)
    assert (case.standing, case.outcome) == (CaseStanding.CLOSED, outcome)
    lines.keep([(replace(made, state=LineState.NOTIFIED, fixed_at=AT), step("weak again"))])
    case = Cases(database).find(made.number)
    assert (case.standing, case.outcome, case.closed_at) == (CaseStanding.OPEN, None, None)
    verbs = [one.verb for one in Cases(database).events("one")]
    assert verbs == [CaseVerb.OPENED, CaseVerb.CLOSED, CaseVerb.REOPENED]
    assert lines.find(made.number).fixed_at == AT


def test_a_device_that_is_not_there_is_not_kept(lines):
    with pytest.raises(InputError, match="no device"):
        lines.keep([(pair("ghost")[1], None)])


def test_notices_are_recorded_in_order(lines):
    lines.open([pair("one")], by="user:a")
    notices = [
        LineNotice(case_id="one", at=AT, by="user:a", channel="letter", language=language, sha256="0")
        for language in ("ja", "en")
    ]  # fmt: skip
    lines.note(notices)
    assert list(lines.notices("one")) == notices
    assert lines.notices("two") == ()


def limit(verb, by, reason=""):
    return LineLimit(case_id="one", at=AT, by=f"user:{by}", verb=verb, reason=reason)


def test_a_limit_takes_two_persons_and_is_told_in_the_case(database, lines):
    lines.open([pair("one")], by="user:a")
    lines.limit(limit(LimitVerb.ASKED, "a", "it attacks"))
    with pytest.raises(InputError, match="another person"):
        lines.limit(limit(LimitVerb.APPROVED, "a"))
    steps = lines.limit(limit(LimitVerb.APPROVED, "b"))
    assert [one.verb for one in steps] == [LimitVerb.ASKED, LimitVerb.APPROVED]
    assert lines.limits("one") == steps
    told = [one.text for one in Cases(database).events("one")[1:]]
    assert told == ["limit of service: asked; it attacks", "limit of service: approved"]
