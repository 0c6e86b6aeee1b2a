import pytest

from noroshi.testing.judged_pages import article, imitation, judged, own_page


@pytest.mark.parametrize("visit", [imitation(), own_page(), article()])
def test_every_verdict_is_explained_in_both_languages(visit) -> None:
    finding = judged(visit).finding
    assert len(finding.evidence) >= 2
    weights = [abs(one.weight) for one in finding.evidence]
    assert weights == sorted(weights, reverse=True)
    assert all(one.text.ja != one.text.en for one in finding.evidence)
    assert finding.counterfactual.ja


def test_the_sentence_names_brand_and_host() -> None:
    first = judged(imitation()).finding.evidence[0]
    assert first.code == "sites.borrowed-brand"
    assert "楽天カード" in first.text.ja
    assert "x7k2q9.test" in first.text.en


def test_the_counterfactual_tells_what_would_turn_it() -> None:
    assert "malicious" in judged(imitation()).finding.counterfactual.en
    assert "own domain" in judged(own_page()).finding.counterfactual.en
