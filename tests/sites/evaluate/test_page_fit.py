from random import Random

import numpy as np
import pytest

from noroshi.sites.evaluate.page_fit import (
    Example,
    fit_pages,
    fitted_weights,
    held_out,
    share_threshold,
    sharpened,
)
from noroshi.sites.judge.terms import TERMS
from noroshi.spine.model import ConfigError

CODES = [term.code for term in TERMS]


def examples(count: int = 60) -> list[Example]:
    dice = Random(1)
    made = []
    for number in range(count):
        label = number % 2
        strengths = [0.0] * len(TERMS)
        strengths[CODES.index("sites.borrowed-brand")] = float(label) * dice.uniform(0.5, 1)
        strengths[CODES.index("sites.article")] = float(1 - label) * dice.uniform(0, 1)
        made.append(
            Example(
                strengths=tuple(strengths),
                label=label,
                family=f"f{number % 6}",
                brand=str(number % 5),
            )
        )
    return made


def test_weights_stay_near_their_prior_and_keep_their_sign() -> None:
    bias, weights = fit_pages(examples())
    assert weights.min() >= 0
    assert abs(weights - np.array([term.prior for term in TERMS])).max() < 2
    assert bias < 0


def test_held_out_pages_are_judged_by_weights_that_never_saw_them() -> None:
    log_odds = held_out(examples(), [one.family for one in examples()])
    label = np.array([one.label for one in examples()])
    assert (log_odds[label == 1] > log_odds[label == 0].max()).mean() > 0.9


def test_pages_without_a_group_are_never_held_out() -> None:
    assert np.isnan(held_out(examples(), [""] * 30 + ["g"] * 30)[:30]).all()


def test_one_class_alone_teaches_nothing() -> None:
    with pytest.raises(ConfigError):
        fit_pages([one for one in examples() if one.label])


def test_calibration_never_claims_more_than_the_prior() -> None:
    label = np.array([0.0, 1.0] * 20)
    slope, _ = sharpened(np.where(label > 0, 9.0, -9.0), label, np.ones(40))
    assert slope <= 1


def test_few_pages_do_not_open_the_way_to_share() -> None:
    assert share_threshold(np.array([0.9] * 20), np.ones(20)) == 0.99
    assert share_threshold(np.linspace(0.6, 0.99, 400), np.ones(400)) < 0.7


def test_what_is_shipped_is_whole() -> None:
    weights = fitted_weights(examples(), version="9", trained_on="made")
    assert weights.terms.keys() == set(CODES)
