from random import Random

import pytest

from noroshi.sites.brands import shipped_brands
from noroshi.sites.campaign import campaigns_of, like, trace_of
from noroshi.sites.campaign.cluster import KINDS, pairwise_f1
from noroshi.sites.range.corpus import corpus
from noroshi.testing.judged_pages import article, imitation
from noroshi.testing.visits import page_visit


@pytest.fixture(scope="module")
def kits():
    pages = [
        page for page in corpus(shipped_brands(), seed=5, each=4) if page.kind.endswith("/plain")
    ]
    Random(1).shuffle(pages)
    return [(trace_of(page_visit(page.url, page.html)), page.kind) for page in pages]


def test_pages_of_a_kit_are_found_whatever_brand_they_wear(kits) -> None:
    traces, truth = [trace for trace, _ in kits], [kind for _, kind in kits]
    campaigns = campaigns_of(traces)
    assert pairwise_f1([one.pages for one in campaigns], truth) >= 0.9
    assert {link.kind for one in campaigns for link in one.links} <= KINDS.keys()


def test_more_like_this_puts_the_same_kit_first(kits) -> None:
    traces = [trace for trace, _ in kits]
    first = [kits[number][1] for number, _ in like(traces[0], traces)[:3]]
    assert set(first) == {kits[0][1]}


def test_unrelated_pages_stay_apart() -> None:
    campaigns = campaigns_of([trace_of(imitation()), trace_of(article())])
    assert [one.pages for one in campaigns] == [(0,), (1,)]


def test_free_hosting_joins_nobody() -> None:
    traces = [
        trace_of(page_visit(f"https://{name}.workers-dev.test/", f"<p>{name}")) for name in "ab"
    ]
    assert len(campaigns_of(traces)) == 2


def test_pairs_are_scored() -> None:
    assert pairwise_f1([[0, 1], [2]], ["a", "a", "b"]) == 1
    assert pairwise_f1([[0, 1, 2]], ["a", "a", "b"]) == pytest.approx(0.5)
    assert pairwise_f1([[0]], ["a"]) == 1
