"""New weights are measured on domains they never saw, beside those in force."""

from dataclasses import replace
from math import exp
from random import Random

import pytest

from noroshi.sites.evaluate.page_fit import Example
from noroshi.sites.evaluate.page_trial import Errors, Trial, probabilities, tried
from noroshi.sites.judge.terms import TERMS
from noroshi.sites.judge.weigh import shipped_page_weights
from noroshi.spine.model import ConfigError

CODES = [term.code for term in TERMS]
SHIPPED = shipped_page_weights()


def examples(count=48):
    dice, made = Random(1), []
    for number in range(count):
        label = number % 2
        strengths = [0.0] * len(TERMS)
        strengths[CODES.index("sites.borrowed-brand")] = label * dice.uniform(0.8, 1)
        strengths[CODES.index("sites.no-request")] = 1.0 - label
        made.append(
            Example(
                strengths=tuple(strengths), label=label, family=f"f{number % 6}",
                domain=f"d{number}.test",
            )
        )  # fmt: skip
    return made


def test_what_parts_well_is_told_without_an_error():
    trial = tried(examples(), SHIPPED, version="2", trained_on="made")
    assert trial.fresh == Errors(malicious=24, found=24, harmless=24, hit=0)
    assert (trial.weights.version, trial.worse) == ("2", False)


def test_weights_that_miss_what_those_in_force_find_are_worse():
    fresh = Errors(malicious=10, found=8, harmless=10, hit=0)
    current = Errors(malicious=10, found=10, harmless=10, hit=1)
    assert (fresh.cost, current.cost) == (2.0, 2.0)
    assert not Trial(weights=SHIPPED, fresh=fresh, current=current).worse
    assert Trial(weights=SHIPPED, fresh=replace(fresh, hit=1), current=current).worse
    assert fresh.as_dict() == {"malicious": 10, "found": 8, "harmless": 10, "hit": 0}


def test_probabilities_are_those_of_the_judge():
    bare = Example(strengths=(0.0,) * len(TERMS), label=0, family="f")
    (chance,) = probabilities([bare], SHIPPED)
    assert chance == pytest.approx(1 / (1 + exp(-SHIPPED.bias)))


def test_too_few_domains_are_refused():
    same = [replace(one, domain="one.test") for one in examples()]
    with pytest.raises(ConfigError, match="several domains"):
        tried(same, SHIPPED, version="2", trained_on="made")
