"""Record: the last word holds, two persons are two, and what is undone does not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide.record import Record, ever_shared
from noroshi.spine.model import Decision, Text, Verdict
from noroshi.testing.findings import MADE_AT

POLICY, HANAKO, TARO = "policy:auto-share/4", "user:hanako", "user:taro"


def said(by, verdict=Verdict.SHARE, *, undo=False):
    reason = Text(ja="理由", en="why")
    return Decision(finding_id="f", verdict=verdict, by=by, reason=reason, at=MADE_AT, undo=undo)


def verdict(*decisions, approvals=0):
    return Record.of(decisions).verdict(approvals=approvals)


def test_nothing_decided_is_held():
    assert verdict() is Verdict.HOLD
    assert Record.of([]).latest is None


@pytest.mark.parametrize("last", list(Verdict))
def test_the_last_word_holds(last):
    assert verdict(said(POLICY), said(HANAKO, last)) is last


def test_the_policy_alone_does_not_share_what_takes_two():
    assert verdict(said(POLICY), approvals=2) is Verdict.HOLD


def test_one_person_twice_is_one():
    assert verdict(said(HANAKO), said(HANAKO), approvals=2) is Verdict.HOLD


def test_two_persons_share_what_takes_two():
    record = Record.of([said(POLICY, Verdict.HOLD), said(HANAKO), said(TARO)])
    assert record.verdict(approvals=2) is Verdict.SHARE
    assert [one.by for one in record.approvals] == [HANAKO, TARO]


def test_a_word_against_begins_anew():
    taken = [said(HANAKO), said(TARO, Verdict.DROP), said(TARO)]
    assert verdict(*taken, approvals=2) is Verdict.HOLD


def test_undoing_restores_what_stood_before():
    dropped = [said(POLICY), said(HANAKO, Verdict.DROP)]
    assert verdict(*dropped, said(TARO, undo=True)) is Verdict.SHARE
    assert not Record.of([*dropped, said(TARO, undo=True)]).by_person


def test_undoing_one_approval_leaves_the_other():
    record = Record.of([said(HANAKO), said(TARO), said(TARO, Verdict.SHARE, undo=True)])
    assert [one.by for one in record.approvals] == [HANAKO]


def test_what_was_shared_once_is_known_even_when_undone():
    assert ever_shared([said(POLICY)], approvals=2)
    assert ever_shared([said(HANAKO), said(HANAKO, undo=True)], approvals=0)
    assert not ever_shared([said(HANAKO)], approvals=2)
    assert not ever_shared([said(HANAKO, Verdict.DROP)], approvals=0)


words = st.builds(said, st.sampled_from([POLICY, HANAKO, TARO]), st.sampled_from(Verdict))


@given(st.lists(words), words)
def test_a_decision_and_its_undoing_are_nothing(before, more):
    undone = [*before, more, said(HANAKO, undo=True)]
    assert Record.of(undone) == Record.of(before)
