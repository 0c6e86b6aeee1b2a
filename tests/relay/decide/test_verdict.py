"""Decide: what leaves without review, what waits, what never leaves."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from noroshi.relay.decide import (
    DOCUMENTATION,
    SPECIAL_PURPOSE,
    SharePolicy,
    decide,
    networks,
    undecided,
)
from noroshi.relay.decide.policy import BENIGN_LABELS
from noroshi.spine.model import Decision, Endpoint, Subject, SubjectKind, Text, Verdict
from noroshi.testing.findings import MADE_AT, make_evidence, make_finding

OPEN = SharePolicy(special=(), subscribers=networks(["100.64.0.0/10", "2001:db8:5::/48"]))


def verdict(finding, policy=OPEN):
    (decision,) = decide([finding], policy, MADE_AT)
    assert decision.finding_id == finding.id
    return decision.verdict


def at_address(address):
    return make_finding(Subject.endpoint(Endpoint(address, 443, "tcp")))


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


@pytest.mark.parametrize("label", sorted(BENIGN_LABELS))
def test_benign_classes_are_dropped_whatever_their_score(label):
    assert verdict(make_finding(score=1.0, label=label)) is Verdict.DROP


def test_an_unknown_class_waits_for_a_person():
    assert verdict(make_finding(score=1.0, label="something-new")) is Verdict.HOLD


@given(st.ip_addresses(network="100.64.0.0/10") | st.ip_addresses(network="2001:db8:5::/48"))
def test_subscribers_never_leave(address):
    assert verdict(at_address(str(address))) is Verdict.DROP
    assert verdict(make_finding(Subject.ip(str(address)))) is Verdict.DROP


@given(st.sampled_from(SPECIAL_PURPOSE).flatmap(lambda network: st.ip_addresses(network=network)))
def test_special_purpose_addresses_never_leave(address):
    # An IPv4-mapped address is the IPv4 address it maps from the moment it is a subject.
    assume(getattr(address, "ipv4_mapped", None) is None)
    finding = at_address(str(address))
    assert verdict(finding, SharePolicy()) is Verdict.DROP


def test_made_data_leaves_only_when_the_policy_says_so():
    made = tuple(network for network in SPECIAL_PURPOSE if network not in DOCUMENTATION)
    assert verdict(at_address("192.0.2.1"), SharePolicy()) is Verdict.DROP
    assert verdict(at_address("192.0.2.1"), SharePolicy(special=made)) is Verdict.SHARE


@pytest.mark.parametrize(
    "subject",
    [
        Subject(SubjectKind.PREFIX, "203.0.113.0/24"),
        Subject(SubjectKind.DOMAIN, "c2.example"),
        Subject(SubjectKind.ASN, "AS64500"),
    ],
)
def test_prefixes_and_other_kinds_never_leave(subject):
    assert verdict(make_finding(subject)) is Verdict.DROP


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
    assert undecided(again, [taken("policy:auto-share/1", Verdict.SHARE)]) == again


def test_the_policy_does_not_overrule_a_person():
    again = decide([make_finding()], OPEN, MADE_AT)
    assert undecided(again, [taken("user:hanako", Verdict.HOLD)]) == []
