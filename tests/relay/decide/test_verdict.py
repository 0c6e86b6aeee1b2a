"""Decide: what leaves without review, what waits, what never leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.relay.decide import (
    POLICY,
    UNTOLD,
    SharePolicy,
    decide,
    networks,
    undecided,
)
from noroshi.spine.model import LABELS, Decision, Detector, Subject, Text, Verdict, is_c2
from noroshi.testing.findings import MADE_AT, make_evidence, make_finding

ORDINARY = [label for label in LABELS if not is_c2(label)]
OPEN = SharePolicy(special=(), subscribers=networks(["100.64.0.0/10", "2001:db8:5::/48"]))


def verdict(finding, policy=OPEN):
    (decision,) = decide([finding], policy, MADE_AT)
    assert decision.finding_id == finding.id
    return decision.verdict


def test_a_strong_finding_with_two_kinds_of_evidence_is_shared():
    assert verdict(make_finding(score=0.8)) is Verdict.SHARE


def test_a_score_just_below_the_minimum_is_held_and_does_not_read_as_enough():
    (decision,) = decide([make_finding(score=0.79999)], OPEN, MADE_AT)
    assert decision.verdict is Verdict.HOLD
    assert "79.9 %" in decision.reason.en
    assert "79.9 %" in decision.reason.ja


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param([make_evidence("a")], id="one kind"),
        pytest.param([make_evidence("a"), make_evidence("a")], id="one kind twice"),
        pytest.param([make_evidence("a"), make_evidence("b", weight=0.0)], id="one says nothing"),
        pytest.param([make_evidence("a"), make_evidence("b", weight=-2)], id="one speaks against"),
    ],
)
def test_one_kind_of_evidence_is_held(evidence):
    assert verdict(make_finding(score=1.0, evidence=evidence)) is Verdict.HOLD


@pytest.mark.parametrize("label", [*ORDINARY, "something-new"])
def test_what_is_no_c2_class_is_dropped_whatever_its_score(label):
    assert verdict(make_finding(score=1.0, label=label)) is Verdict.DROP


def test_the_reason_names_the_class_in_words():
    (decision,) = decide([make_finding(label="ntp")], OPEN, MADE_AT)
    assert "a time server (NTP)" in decision.reason.en
    assert "時刻サーバ" in decision.reason.ja


def test_every_reason_differs_between_the_languages():
    findings = [make_finding(), make_finding(score=0.1), make_finding(label="ntp")]
    for decision in decide(findings, OPEN, MADE_AT):
        assert decision.reason.ja != decision.reason.en


def taken(by, verdict):
    return Decision(
        finding_id=make_finding().id,
        verdict=verdict,
        by=by,
        reason=Text(ja="済", en="ok"),
        at=MADE_AT,
    )


def test_deciding_again_adds_nothing_to_the_record():
    first = decide([make_finding()], OPEN, MADE_AT)
    again = decide([make_finding()], OPEN, MADE_AT + timedelta(hours=1))
    assert undecided(first, []) == first
    assert undecided(again, first) == []


def test_a_changed_verdict_of_the_policy_is_news():
    again = decide([make_finding(score=0.2)], OPEN, MADE_AT)
    assert undecided(again, [taken("policy:auto-share/2", Verdict.SHARE)]) == again


def test_the_policy_does_not_overrule_a_person():
    again = decide([make_finding()], OPEN, MADE_AT)
    assert undecided(again, [taken("user:hanako", Verdict.HOLD)]) == []


def test_a_kind_without_a_list_is_dropped():
    finding = replace(make_finding(score=1.0), kind="weak-device")
    (decision,) = decide([finding], OPEN, MADE_AT)
    assert decision.verdict is Verdict.DROP
    assert "no list" in decision.reason.en


def test_a_site_is_shared_whatever_its_class():
    finding = replace(make_finding(label="phishing"), kind="malicious-site")
    assert verdict(finding) is Verdict.SHARE


@pytest.mark.parametrize(("label", "expected"), [("benign", Verdict.DROP), ("phish", Verdict.HOLD)])
def test_what_the_page_judge_takes_back_is_dropped(label, expected):
    judge = Detector(name="sites.pages", version="1")
    finding = replace(make_finding(label=label), kind="malicious-site", detector=judge)
    assert verdict(finding) is expected


def test_what_would_leave_waits_where_the_table_is_unread_and_nothing_shared_is_taken_back():
    unread = replace(OPEN, table_unread=True)
    strong, weak = make_finding(), make_finding(score=0.2)
    (held,) = decide([strong], unread, MADE_AT)
    assert (held.verdict, held.reason) == (Verdict.HOLD, UNTOLD)
    (lacking,) = decide([weak], unread, MADE_AT)
    assert lacking.reason != UNTOLD
    named = replace(strong, subject=Subject.domain("a.example"))
    assert verdict(named, unread) is Verdict.SHARE
    shared = taken(POLICY, Verdict.SHARE)
    assert undecided([held], [shared]) == []
    assert undecided([lacking], [shared]) == [lacking]
    assert undecided(decide([strong], OPEN, MADE_AT), [held]) != []


def test_after_an_undoing_the_policy_speaks_again():
    undone = [
        taken("policy:auto-share/6", Verdict.HOLD),
        taken("user:hanako", Verdict.DROP),
        replace(taken("user:taro", Verdict.HOLD), undo=True),
    ]
    again = decide([make_finding()], OPEN, MADE_AT)
    assert undecided(again, undone) == again
