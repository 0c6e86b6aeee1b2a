from noroshi.sites.visit import HopKind
from noroshi.testing.visits import page_visit


def test_a_visit_that_was_led_away_has_two_hops():
    visit = page_visit("https://a.test/", final_url="https://b.test/")
    assert [hop.kind for hop in visit.chain] == [HopKind.START, HopKind.HTTP]
    assert visit.status == 200


def test_a_visit_that_stayed_has_one():
    assert len(page_visit("https://a.test/").chain) == 1
