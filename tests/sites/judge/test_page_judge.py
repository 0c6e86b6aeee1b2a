from dataclasses import replace
from random import Random

from noroshi.sites.judge.page_judge import KIND, PageJudge, PageParameters
from noroshi.testing.judged_pages import JUDGE, article, imitation, judged
from noroshi.testing.visits import page_visit

HIDDEN = page_visit(
    "https://x7k2q9.test/login", "<title>Garden</title><p>Tomatoes like sun.</p>", profile="desktop"
)


def test_a_finding_says_who_judged_what() -> None:
    finding = judged(imitation()).finding
    assert (finding.kind, finding.label) == (KIND, "phish")
    assert str(finding.subject) == "url https://x7k2q9.test/login"
    assert finding.detector.version == JUDGE.version
    assert 0 <= finding.score <= 1


def test_the_same_looks_give_the_same_finding() -> None:
    assert judged(imitation()).finding == judged(imitation()).finding


def test_the_order_of_looks_changes_nothing() -> None:
    looks = [
        imitation(),
        HIDDEN,
        page_visit("https://x7k2q9.test/login", "<p>x", profile="foreign"),
    ]
    score = judged(*looks).finding.score
    for seed in range(4):
        Random(seed).shuffle(looks)
        assert judged(*looks).finding.score == score


def test_a_repeated_look_changes_nothing() -> None:
    assert judged(article(), article()).finding.score == judged(article()).finding.score


def test_other_brands_are_another_digest() -> None:
    brands = replace(JUDGE.parameters.brands, brands=JUDGE.parameters.brands.brands[:3])
    other = PageJudge(PageParameters(brands=brands))
    assert (
        other.judge([imitation()]).finding.detector.parameters
        != judged(imitation()).finding.detector.parameters
    )


def test_what_is_known_besides_the_page_counts() -> None:
    plain = JUDGE.judge([imitation()]).weighed.log_odds
    assert JUDGE.judge([imitation()], triage=6.0, first_seen_days=0.5).weighed.log_odds > plain
