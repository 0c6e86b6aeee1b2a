import pytest

from noroshi.sites.judge.terms import TERMS
from noroshi.sites.judge.weigh import shipped_page_weights, weigh
from noroshi.testing.judged_pages import JUDGE, imitation

WEIGHTS = shipped_page_weights()


def test_every_term_has_a_weight_and_none_turns_its_sign() -> None:
    assert WEIGHTS.terms.keys() == {term.code for term in TERMS}
    assert min(WEIGHTS.terms.values()) >= 0


def test_log_odds_are_the_sum_of_their_parts() -> None:
    weighed = weigh(JUDGE.facts([imitation()]), WEIGHTS)
    assert weighed.log_odds == pytest.approx(WEIGHTS.bias + sum(weighed.contributions))
    assert 0 < weighed.probability < 1
    assert weighed.toward("phish") > weighed.toward("malware")


def test_the_threshold_to_share_is_not_below_the_queue_s() -> None:
    assert WEIGHTS.share >= WEIGHTS.queue
