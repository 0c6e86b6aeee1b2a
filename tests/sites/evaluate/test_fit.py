"""Fit: what tells the classes apart is learned, how deep a link lies is not."""

import numpy as np
import pytest

from noroshi.sites.analyse import url_parts
from noroshi.sites.evaluate.fit import FitParameters, fit, importance
from noroshi.sites.evaluate.labelled import labelled
from noroshi.spine.model import ConfigError

WORDS = ("river", "stone", "maple", "cloud", "field", "ember")
BENIGN = [labelled(f"{word}{number}.example/") for word in WORDS for number in range(8)]
BENIGN += [labelled(f"{word}{number}.test/news/today") for word in WORDS for number in range(2)]
PHISH = [
    labelled(f"login-{word}{number}.test/verify/card") for word in WORDS for number in range(8)
]
PHISH += [labelled(f"login-{word}{number}.example") for word in WORDS for number in range(8, 10)]
SMALL = FitParameters(domains=3, penalty=0.1)


def fitted(phish=PHISH, benign=BENIGN, parameters=SMALL):
    return fit(phish, benign, trained_on="made", licence="CC0-1.0", parameters=parameters)


def test_the_classes_are_told_apart_on_names_never_seen():
    model = fitted()
    assert model.score(url_parts("login-harbor.test/verify/card")) > 0.9
    assert model.score(url_parts("harbor.example")) < 0.1


def test_harmless_deep_links_are_not_phishing_for_their_depth():
    assert fitted().score(url_parts("harbor.test/news/today")) < 0.5


def test_the_order_of_rows_does_not_matter():
    one, two = fitted(), fitted(PHISH[::-1], BENIGN[::-1])
    assert one.weights.keys() == two.weights.keys()
    assert one.weights == pytest.approx(two.weights, abs=0.02)


def test_signs_of_too_few_domains_and_small_weights_are_left_out():
    assert "h:river" not in fitted(parameters=FitParameters(domains=30)).weights
    assert len(fitted(parameters=FitParameters(domains=3, most_signs=5)).weights) == 5


def test_home_pages_and_deep_links_weigh_the_same_in_both_classes():
    rows = [*PHISH, *BENIGN]
    label = np.repeat([1.0, 0.0], [len(PHISH), len(BENIGN)])
    weight = importance(rows, label)
    page = np.array([row.is_page for row in rows])
    sums = [weight[(page == deep) & (label == side)].sum() for deep in (0, 1) for side in (0, 1)]
    assert sums == pytest.approx([len(rows) / 4] * 4)


@pytest.mark.parametrize(("phish", "benign"), [([], BENIGN), (PHISH, []), (PHISH[:1], BENIGN[:1])])
def test_too_little_to_learn_from_is_told(phish, benign):
    with pytest.raises(ConfigError):
        fitted(phish, benign)
