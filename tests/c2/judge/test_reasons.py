import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge import Reasons, judge, shipped_weights, term_title
from noroshi.c2.judge.model import SICK_CLIENTS, codes
from noroshi.c2.judge.reasons import FAINT
from noroshi.testing.analyses import make_analysis

EN = {term_title(code).en: code for code in codes()}
JA = {term_title(code).ja: code for code in codes()}
ALONE = {"listed": "It would not be listed without: ", "unlisted": "It would be listed without: "}


def named(text):
    """Codes that a counterfactual names, the same in both languages."""
    en, ja = text.en, text.ja
    if not en.startswith(tuple(ALONE.values())):
        return None
    titles = en.split(": ", 1)[1].rstrip(".").split(", ")
    found = [EN[title] for title in titles]
    assert [JA[title] for title in ja[1 : ja.index("」")].split("・")] == found
    return found


def test_the_strongest_reasons_come_first(judgement):
    reasons = Reasons(judgement)
    for row in range(judgement.facts.rows):
        weights = [abs(e.weight) for e in reasons.evidence(row)]
        assert weights == sorted(weights, reverse=True)


def test_every_server_has_two_reasons_in_two_languages(judgement):
    reasons = Reasons(judgement)
    for row in range(judgement.facts.rows):
        told = reasons.evidence(row)
        assert len({e.code for e in told}) == len(told) >= 2
        assert all(e.text.ja.strip() and e.text.en.strip() for e in told)
        assert all(np.isfinite([e.value, e.weight]).all() for e in told)


def test_what_is_told_adds_up_to_the_verdict(judgement):
    reasons, bias = Reasons(judgement), shipped_weights().bias
    for row in range(judgement.facts.rows):
        told = sum(e.weight for e in reasons.evidence(row))
        assert told + bias == pytest.approx(judgement.log_odds[row], abs=FAINT * len(codes()))


def test_a_server_without_any_evidence_still_has_two_reasons():
    bare = {"up_packets": 45, "down_packets": 45, "contacts_typical": 1, "up_octets": 0}
    found = judge(make_analysis([bare]), shipped_weights())
    assert len(Reasons(found).evidence(0)) >= 2


def test_baselines_are_medians_and_ports_have_none(judgement):
    reasons = Reasons(judgement)
    told = {
        e.code: e.baseline for row in range(judgement.facts.rows) for e in reasons.evidence(row)
    }
    assert told["c2.odd-port"] is None
    assert told["c2.dialogue"] is not None
    assert told[SICK_CLIENTS] == pytest.approx(reasons.background_infected, rel=1e-3)


@given(threshold=st.floats(-12, 12))
def test_losing_the_named_reasons_turns_the_verdict(judgement, threshold):
    reasons = Reasons(judgement)
    column = {code: number for number, code in enumerate(codes())}
    for row in range(0, judgement.facts.rows, 3):
        total, weights = judgement.log_odds[row], judgement.contributions[row]
        taken = named(reasons.counterfactual(row, threshold))
        listed = total >= threshold
        if taken is None:
            against = weights[weights > 0] if listed else weights[weights < 0]
            assert (total - against.sum() >= threshold) == listed
            continue
        lost = weights[[column[code] for code in taken]]
        assert (total - lost.sum() >= threshold) != listed
        assert (total - lost[:-1].sum() >= threshold) == listed  # none was named in vain


def test_an_unlisted_server_without_excuses_needs_more_evidence():
    found = judge(make_analysis([{"contacts_typical": 1}]), shipped_weights())
    text = Reasons(found).counterfactual(0, 5.0)
    assert "More evidence" in text.en
    assert "根拠" in text.ja


def test_a_server_above_any_single_reason_says_so():
    found = judge(make_analysis([{}]), shipped_weights())
    assert "stay listed" in Reasons(found).counterfactual(0, -30.0).en
