import numpy as np
import pytest

from noroshi.relay.explain.quantity import odds_probability
from noroshi.testing.portraits import sample_contacts, sample_portrait


def test_the_same_seed_gives_the_same_contacts():
    assert np.array_equal(sample_contacts(3).start_ms, sample_contacts(3).start_ms)
    assert not np.array_equal(sample_contacts(3).start_ms, sample_contacts(4).start_ms)


def test_the_samples_evidence_adds_up_to_its_score():
    portrait = sample_portrait()
    total = portrait.prior_log_odds + sum(e.weight for e in portrait.finding.evidence)
    assert odds_probability(total) == pytest.approx(portrait.finding.score, abs=0.001)


def test_the_samples_what_if_is_true_to_its_evidence():
    portrait = sample_portrait()
    weights = {e.code: e.weight for e in portrait.finding.evidence}
    total = portrait.prior_log_odds + sum(weights.values())
    without_scans = total - weights["c2.symptoms"]
    assert f"{100 * odds_probability(without_scans):.0f} %" in portrait.finding.counterfactual.en
    neither = without_scans - weights["c2.regular"]
    assert f"{100 * odds_probability(neither):.0f} %" in portrait.finding.counterfactual.en


def test_client_rows_count_the_contacts():
    portrait = sample_portrait()
    assert sum(row.contacts for row in portrait.clients) == len(portrait.contacts)
