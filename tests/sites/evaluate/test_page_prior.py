"""The precision of the prior is chosen without the pages on which its errors are told."""

import pytest

from noroshi.sites.evaluate.page_prior import chosen_precision, nested
from noroshi.sites.evaluate.page_trial import Errors, domain_parts
from noroshi.spine.model import ConfigError

from .test_page_trial import examples

AMONG = (5.0, 80.0)


def test_of_equals_the_one_nearest_to_the_prior_is_chosen():
    trust, errors = chosen_precision(examples(), AMONG)
    assert errors[5.0] == errors[80.0] == Errors(malicious=24, found=24, harmless=24, hit=0)
    assert trust == 80.0


def test_a_choice_never_sees_the_pages_it_is_told_on(monkeypatch):
    given, pages = [], examples()

    def spy(kept, among):
        given.append({one.domain for one in kept})
        return among[0], {}

    monkeypatch.setattr("noroshi.sites.evaluate.page_prior.chosen_precision", spy)
    found = nested(pages, AMONG)
    assert found.chosen == (5.0,) * 4
    assert found.errors.malicious + found.errors.harmless == len(pages)
    for part, seen in enumerate(given):
        own = {one.domain for one, at in zip(pages, domain_parts(pages), strict=True) if at == part}
        assert own
        assert not own & seen


def test_the_choice_parts_domains_otherwise_than_the_telling():
    pages = examples()
    assert domain_parts(pages) == domain_parts(pages)
    assert domain_parts(pages) != domain_parts(pages, salt="choice ")


def test_too_few_pages_are_refused():
    with pytest.raises(ConfigError, match="several domains"):
        nested(examples(2), AMONG)
