"""Judged pages of one hand are joined, and told by what holds them together."""

from noroshi.jobs.sites.campaigning import campaign_map
from noroshi.jobs.sites.verdicts import Said
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.spine.store.site_traces import SiteTraces
from noroshi.testing.site_cases import AT, BAD_CASE, GOOD_CASE, TWIN_CASE, add_cases, desk


def test_two_pages_of_one_kit_are_a_campaign(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as store:
        add_cases(home, store)
        joined = campaign_map(store.database)
        (one,) = joined.campaigns
        assert {page.url_id for page in one.pages} == {BAD_CASE, TWIN_CASE}
        assert one.brands == [("楽天カード", 2)]
        assert one.hosts == ["p4w8zt.test", "x7k2q9.test"]
        assert (one.first_at, one.last_at) == (AT, AT)
        assert joined.of(BAD_CASE) is one
        assert joined.of(GOOD_CASE) is None
        ((page, likeness),) = joined.alike(BAD_CASE)
        assert page.url_id == TWIN_CASE
        assert likeness > 0.8
        assert joined.alike(GOOD_CASE) == []
        assert campaign_map(store.database) is joined


def test_a_page_found_harmless_leaves_its_campaign(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as store:
        add_cases(home, store)
        assert campaign_map(store.database).campaigns
        desk(home, store, "a").propose(TWIN_CASE, Said(label="benign", reason="is genuine"))
        assert campaign_map(store.database).campaigns == ()


def test_a_trace_of_another_version_is_passed_over(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as store:
        add_cases(home, store)
        SiteTraces(store.database).keep(TWIN_CASE, {"odd": True}, AT)
        assert campaign_map(store.database).campaigns == ()
