"""Figures: shares, thresholds and how sure they are."""

import numpy as np
import pytest

from noroshi.sites.evaluate.figures import (
    Scored,
    precision_at,
    rate_above,
    recall_at,
    threshold_at,
)


def scored(values, of_each=1):
    return Scored(
        score=np.array(values, float),
        domain=[f"d{at // of_each}.test" for at in range(len(values))],
    )


def test_a_threshold_leaves_no_more_than_its_share_above():
    benign = np.arange(1000.0)
    assert (benign > threshold_at(benign, 0.01)).mean() <= 0.01


def test_a_rate_lies_in_its_interval():
    rate = rate_above(scored([0, 1] * 50), 0.5)
    assert rate.low < rate.rate == 0.5 < rate.high
    assert rate.as_dict()["total"] == 100


def test_urls_of_one_domain_are_resampled_together():
    values = [0] * 50 + [1] * 50
    alone, together = rate_above(scored(values), 0.5), rate_above(scored(values, 10), 0.5)
    assert together.high - together.low > alone.high - alone.low


def test_recall_is_counted_above_the_threshold_of_harmless_urls():
    rate = recall_at(scored([2000, 2000, 2000, 0]), scored(range(1000)), 0.01)
    assert rate.rate == 0.75
    assert rate.low <= 0.75 <= rate.high


def test_the_same_seed_gives_the_same_interval():
    sets = scored(range(50)), scored(range(100))
    assert recall_at(*sets, 0.1, seed=3) == recall_at(*sets, 0.1, seed=3)


def test_precision_falls_with_the_base_rate():
    assert precision_at(0.59, 0.001, 1000) == pytest.approx(0.37, abs=0.01)
    assert precision_at(0.0, 0.0, 1000) == 0.0
