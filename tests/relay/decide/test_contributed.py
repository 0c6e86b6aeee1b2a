"""Contributed: independent voices add up, weak ones say nothing, and nobody is named outside."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide import Life, SharePolicy, decide
from noroshi.relay.decide.contributed import (
    CONTRIBUTED,
    LEAST,
    MOST,
    heard_at,
    holds,
    is_spent,
    spent,
    stricter,
    strictest,
    supports,
    title_of,
    weighed,
)
from noroshi.spine.model import Contribution, Subject, Tlp, Verdict
from noroshi.testing.findings import MADE_AT, make_finding

DAY = timedelta(days=1)
LIFE = Life()
SUBJECT = Subject.ip("203.0.113.9")


def said(giver="alpha", confidence=90, **more):
    peer = giver.startswith("peer:")
    return Contribution(
        **{
            "subject": SUBJECT,
            "kind": "c2-server",
            "source": giver if peer else "taxii",
            "operator_id": None if peer else giver,
            "submission_id": "s",
            "received_at": MADE_AT,
            "confidence": confidence,
            "label": "loader",
        }
        | more
    )


def all_trusted(_):
    return 1.0


def test_one_voice_counts_as_much_as_it_is_trusted():
    finding = weighed([said(confidence=80)], lambda _: 0.5, None)
    assert finding.score == pytest.approx(0.4)
    assert (finding.detector, finding.label, len(finding.evidence)) == (
        CONTRIBUTED,
        "c2-reported",
        1,
    )


def test_two_members_are_two_kinds_of_evidence_and_none_is_named():
    finding = weighed([said("alpha", 80), said("beta", 60)], all_trusted, None)
    assert finding.score == pytest.approx(1 - 0.2 * 0.4)
    assert len({term.code for term in finding.evidence}) == 2
    assert not any(name in repr(finding) for name in ("alpha", "beta"))


def test_a_peer_is_named_as_lists_are_public():
    finding = weighed([said("peer:tracker")], all_trusted, None)
    assert "tracker" in finding.evidence[0].text.en
    assert finding.evidence[0].code == "contribution.peer-tracker"


def test_a_weak_voice_is_no_evidence():
    assert weighed([said(confidence=20)], all_trusted, None) is None
    assert weighed([said()], lambda _: 0.0, None) is None


def test_a_finding_of_our_own_supports_and_a_weak_one_does_not():
    strong, weak = make_finding(score=0.6), make_finding(score=0.4)
    assert len(weighed([said()], all_trusted, strong).evidence) == 2
    assert len(weighed([said()], all_trusted, weak).evidence) == 1


def test_only_findings_of_our_own_for_the_worse_support():
    told = {"kind": "c2-server", "label": "c2-http-beacon", "detector": "c2.detect"}
    assert supports(**told)
    assert not supports(**told | {"label": "mail"})
    assert supports(**told | {"kind": "malicious-site", "label": "phishing"})
    assert not supports(**told | {"detector": CONTRIBUTED.name})


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("contribution.member-2", "Report of a member (2)"),
        ("contribution.peer-tracker", "List tracker"),
        ("contribution.own-finding", "Finding of this hub"),
        ("contribution.gone", "Taken back"),
    ],
)
def test_every_term_has_a_title(code, title):
    assert title_of(code).en == title


def test_terms_of_detectors_have_none_here():
    assert title_of("c2.exclusive-port") is None


def test_a_spent_finding_keeps_its_id_and_is_dropped():
    finding = weighed([said()], all_trusted, None)
    over = spent(finding)
    assert over.id == finding.id
    assert is_spent(over)
    assert not is_spent(finding)
    (decision,) = decide([over], SharePolicy(special=()), MADE_AT)
    assert decision.verdict is Verdict.DROP


def test_words_lose_addresses_of_others():
    told = weighed([said(label="met by 100.64.1.2")], all_trusted, None).evidence[0].text
    assert "100.64.1.2" not in told.en + told.ja


def test_the_id_stays_while_the_statement_is_renewed():
    again = said(received_at=MADE_AT + DAY, first_received_at=MADE_AT, confidence=40)
    assert weighed([again], all_trusted, None).id == weighed([said()], all_trusted, None).id


def test_a_statement_ends_by_its_own_word_or_by_its_age():
    assert holds(said(), LIFE, MADE_AT + 13 * DAY)
    assert not holds(said(), LIFE, MADE_AT + 14 * DAY)
    assert not holds(said(valid_until=MADE_AT + DAY), LIFE, MADE_AT + DAY)
    assert not holds(said(last_seen=MADE_AT - 20 * DAY), LIFE, MADE_AT)
    assert heard_at(said(last_seen=MADE_AT + DAY)) == MADE_AT


def test_the_strictest_marking_counts():
    assert strictest([said(tlp=Tlp.GREEN), said(tlp=Tlp.AMBER_STRICT)]) is Tlp.AMBER_STRICT
    assert stricter(Tlp.CLEAR, Tlp.GREEN) is Tlp.GREEN


@given(
    st.lists(st.tuples(st.integers(0, 100), st.floats(0, 1)), min_size=1, max_size=8),
)
def test_voices_never_reach_certainty_and_more_never_lower_it(voices):
    some = [said(f"m{number}", confidence) for number, (confidence, _) in enumerate(voices)]
    trust = {f"m{number}": share for number, (_, share) in enumerate(voices)}

    def believed(one):
        return trust[one.operator_id]

    score = 0.0
    for count in range(1, len(some) + 1):
        finding = weighed(some[:count], believed, None)
        now = finding.score if finding else 0.0
        assert score <= now <= 1.0
        score = now
        if finding:
            assert all(term.weight > 0 for term in finding.evidence)
    assert LEAST < MOST < 1
