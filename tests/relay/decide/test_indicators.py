"""Indicators: one per subject, held by the latest decision, never a subscriber."""

from datetime import timedelta

import pytest

from noroshi.relay.decide import SharePolicy, indicators, networks
from noroshi.relay.decide.life import Life
from noroshi.spine.model import (
    Decision,
    Endpoint,
    Subject,
    SubjectKind,
    Text,
    Verdict,
    Window,
)
from noroshi.testing.findings import HOUR, make_finding

POLICY = SharePolicy(
    special=(), subscribers=networks(["100.64.0.0/10"]), life=Life(address_days=14)
)
NOW = HOUR.end
LATER = Window(HOUR.end, HOUR.end + timedelta(hours=1))


def said(finding, verdict, *, by="policy:auto-share/2", at=NOW):
    return Decision(
        finding_id=finding.id, verdict=verdict, by=by, reason=Text(ja="理由", en="why"), at=at
    )


def made(findings, decisions, *, at=NOW):
    return indicators(findings, decisions, POLICY, at)


def test_a_shared_finding_becomes_an_indicator_that_ends():
    finding = make_finding(score=0.957)
    (one,) = made([finding], [said(finding, Verdict.SHARE)])
    assert (one.subject, one.confidence, one.revoked) == (finding.subject, 95, False)
    assert (one.valid_from, one.valid_until) == (HOUR.start, HOUR.end + timedelta(days=14))
    assert one.tlp is POLICY.tlp


def test_the_validity_ends_to_the_instant():
    finding = make_finding()
    ends = HOUR.end + timedelta(days=14)
    record = [said(finding, Verdict.SHARE)]
    assert len(made([finding], record, at=ends - timedelta(microseconds=1))) == 1
    assert made([finding], record, at=ends) == []


@pytest.mark.parametrize("verdict", [Verdict.HOLD, Verdict.DROP])
def test_what_was_never_shared_does_not_come_out(verdict):
    finding = make_finding()
    assert made([finding], [said(finding, verdict)]) == []
    assert made([finding], []) == []


@pytest.mark.parametrize("verdict", [Verdict.HOLD, Verdict.DROP])
def test_the_latest_decision_takes_back(verdict):
    finding = make_finding()
    (one,) = made([finding], [said(finding, Verdict.SHARE), said(finding, verdict)])
    assert one.revoked


def test_sharing_again_after_taking_back_holds():
    finding = make_finding()
    record = [said(finding, v) for v in (Verdict.SHARE, Verdict.DROP, Verdict.SHARE)]
    assert [one.revoked for one in made([finding], record)] == [False]


def test_two_windows_of_one_subject_are_one_indicator():
    early, late = make_finding(score=0.99), make_finding(score=0.9, window=LATER)
    record = [said(early, Verdict.SHARE), said(late, Verdict.SHARE)]
    (one,) = made([early, late], record)
    assert (one.first_seen, one.last_seen, one.confidence) == (HOUR.start, LATER.end, 90)


def test_a_weak_later_window_takes_nothing_back():
    early, late = make_finding(), make_finding(score=0.3, window=LATER)
    (one,) = made([early, late], [said(early, Verdict.SHARE), said(late, Verdict.HOLD)])
    assert not one.revoked
    assert one.last_seen == HOUR.end


@pytest.mark.parametrize(
    ("verdict", "by"), [(Verdict.DROP, "policy:auto-share/2"), (Verdict.HOLD, "user:hanako")]
)
def test_a_later_objection_on_another_window_takes_back(verdict, by):
    early, late = make_finding(), make_finding(window=LATER)
    (one,) = made([early, late], [said(early, Verdict.SHARE), said(late, verdict, by=by)])
    assert one.revoked


def test_an_objection_to_an_earlier_window_does_not_outweigh_a_later_share():
    early, late = make_finding(), make_finding(window=LATER)
    (one,) = made([early, late], [said(early, Verdict.DROP), said(late, Verdict.SHARE)])
    assert not one.revoked


@pytest.mark.parametrize(
    "subject", [Subject.ip("100.64.7.7"), Subject(SubjectKind.PREFIX, "100.64.0.0/24")]
)
def test_even_a_person_cannot_share_what_may_never_leave(subject):
    finding = make_finding(subject)
    assert made([finding], [said(finding, Verdict.SHARE, by="user:taro")]) == []


def test_the_most_confident_come_first():
    findings = [
        make_finding(Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")), score=port / 10)
        for port in (8, 10, 9)
    ]
    come = made(findings, [said(finding, Verdict.SHARE) for finding in findings])
    assert [one.confidence for one in come] == [100, 90, 80]


def test_one_approval_of_two_comes_out_neither_live_nor_revoked():
    finding = make_finding(Subject(SubjectKind.PREFIX, "198.51.0.0/16"))
    assert made([finding], [said(finding, Verdict.SHARE, by="user:hanako")]) == []
