"""Candidate: who made it so, when it was last seen, and what lacks approval."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.relay.decide import Ending, SharePolicy, candidates
from noroshi.relay.decide.life import Life
from noroshi.spine.model import Decision, Subject, SubjectKind, Text, Verdict
from noroshi.testing.findings import HOUR, make_finding

DAY = timedelta(days=1)
NOW = HOUR.end
POLICY = SharePolicy(special=(), life=Life(address_days=10, speed=1.0))
WIDE = Subject(SubjectKind.PREFIX, "198.51.0.0/16")


def said(finding, verdict=Verdict.SHARE, *, by="policy:auto-share/4", at=NOW, undo=False):
    reason = Text(ja="理由", en=f"{by} says {verdict}")
    return Decision(finding_id=finding.id, verdict=verdict, by=by, reason=reason, at=at, undo=undo)


def only(findings, decisions, *, at=NOW, **more):
    (one,) = candidates(findings, decisions, POLICY, at, **more)
    return one


def test_it_names_who_decided_and_why():
    finding = make_finding()
    one = only([finding], [said(finding), said(finding, Verdict.DROP, by="user:hanako")])
    assert (one.by, one.reason.en) == ("user:hanako", "user:hanako says drop")
    assert one.indicator.revoked


def test_confidence_fades_and_a_sighting_renews_it():
    finding = make_finding(score=0.8)
    later = NOW + 5 * DAY
    faded = only([finding], [said(finding)], at=later)
    assert faded.indicator.confidence == 40
    seen = {faded.indicator.id: later}
    renewed = only([finding], [said(finding)], at=later, sighted=seen)
    assert renewed.indicator.confidence == 80
    assert renewed.indicator.valid_until == later + 10 * DAY
    assert renewed.indicator.id == faded.indicator.id


def test_what_is_gone_ends_early_and_says_why():
    finding = make_finding(score=0.8)
    gone = Ending(at=NOW + 2 * DAY, reason=Text(ja="停止", en="dead"))
    ends = {only([finding], [said(finding)]).indicator.id: gone}
    one = only([finding], [said(finding)], at=NOW + DAY, ended=ends)
    assert (one.indicator.valid_until, one.indicator.confidence) == (NOW + 2 * DAY, 40)
    assert one.reason == one.gone == gone.reason
    dropped = only([finding], [said(finding), said(finding, Verdict.DROP, by="user:a")], ended=ends)
    assert dropped.reason.en == "user:a says drop"


def test_an_end_after_the_lifetime_or_before_the_beginning_changes_nothing():
    finding = make_finding()
    plain = only([finding], [said(finding)])
    for at in (NOW + 99 * DAY, NOW - 99 * DAY):
        ends = {plain.indicator.id: Ending(at=at, reason=Text(ja="停止", en="dead"))}
        assert only([finding], [said(finding)], ended=ends) == plain


def test_one_approval_of_two_shares_nothing_and_was_never_shared():
    finding = make_finding(WIDE)
    one = only([finding], [said(finding, by="user:hanako")])
    assert one.indicator.revoked
    assert not one.ever_shared
    assert "approvals" in one.reason.en
    assert one.by.startswith("policy:")


def test_two_approvals_share():
    finding = make_finding(WIDE)
    later = NOW + DAY
    one = only([finding], [said(finding, by="user:a"), said(finding, by="user:b", at=later)])
    assert not one.indicator.revoked
    assert (one.by, one.approved_at) == ("user:b", later)


@pytest.mark.parametrize("by", ["user:a", "user:b"])
def test_undoing_counts_as_a_person_s_word(by):
    finding, later = make_finding(), NOW + DAY
    record = [
        said(finding),
        said(finding, Verdict.DROP, by="user:a"),
        said(finding, by=by, at=later, undo=True),
    ]
    one = only([finding], record)
    assert not one.indicator.revoked
    assert one.approved_at == later


def test_what_the_policy_shares_no_person_approved():
    finding = make_finding()
    assert only([finding], [said(finding)]).approved_at is None


def test_what_nobody_wanted_is_none():
    finding = make_finding()
    assert candidates([finding], [said(finding, Verdict.HOLD)], POLICY, NOW) == []
    undone = [said(finding, Verdict.HOLD, by="user:a"), said(finding, undo=True)]
    assert candidates([finding], undone, POLICY, NOW) == []


def test_a_person_s_reason_loses_other_addresses():
    finding = make_finding()
    reason = Text(ja="100.64.0.7 の指摘", en="as 100.64.0.7 told us")
    drop = replace(said(finding, Verdict.DROP, by="user:hanako"), reason=reason)
    one = only([finding], [said(finding), drop])
    assert "100.64" not in one.reason.ja + one.reason.en
