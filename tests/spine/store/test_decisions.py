"""Decisions: append-only, in order, and nothing is decided on stale news."""

import threading
from datetime import timedelta

import pytest

from noroshi.spine.model import Decision, Text, Verdict
from noroshi.spine.store import Database
from noroshi.spine.store.decisions import Decisions
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def decisions(database_place):
    with Database.open(database_place) as database:
        yield Decisions(database)


def said(finding_id, verdict=Verdict.SHARE, **more):
    reason = Text(ja="理由", en="why")
    return Decision(
        finding_id=finding_id, verdict=verdict, by="user:hanako", reason=reason, at=MADE_AT, **more
    )


def test_what_is_appended_comes_back_in_order(decisions):
    first, second = said("a"), said("a", Verdict.HOLD, undo=True)
    decisions.append([first, said("b")])
    decisions.append([second])
    assert decisions.of_findings(["a"]) == {"a": [first, second]}
    assert decisions.positions(["a", "b", "c"]) == {"a": 3, "b": 2}


def test_a_decision_on_what_was_seen_is_taken(decisions):
    decisions.append([said("a")])
    done = decisions.append([said("a", Verdict.DROP), said("new")], seen={"a": 1})
    assert (len(done.taken), done.stale) == (2, ())


def test_a_decision_on_stale_news_is_refused_and_the_others_stand(decisions):
    decisions.append([said("a")])
    late, fresh = said("a", Verdict.DROP), said("b")
    done = decisions.append([late, fresh], seen={"a": 0})
    assert (done.taken, done.stale) == ((fresh,), (late,))
    assert decisions.of_findings(["a"]) == {"a": [said("a")]}


def test_nothing_appended_is_nothing(decisions):
    assert decisions.append([]).taken == ()
    assert decisions.positions([]) == {}


def test_of_people_who_decide_at_once_one_is_taken(decisions):
    outcomes = []

    def decide(number):
        mine = said("a")
        moved = Decision(
            finding_id="a",
            verdict=mine.verdict,
            by=f"user:{number}",
            reason=mine.reason,
            at=MADE_AT + timedelta(seconds=number),
        )
        outcomes.append(len(decisions.append([moved], seen={"a": 0}).taken))

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0, 0, 0, 0, 0, 1]
