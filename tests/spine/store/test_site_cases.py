"""Cases are found by what is to be done with them, and by what they are."""

import pytest

from noroshi.spine.model.site_report import Channel, url_id
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store.site_cases import CaseChoice, CaseView, SiteCases
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_traces import SiteTraces
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

BAD, GOOD, NEW = (f"http://{name}.example/" for name in ("bad", "good", "new"))


@pytest.fixture
def filled(database):
    reports = [site_report(1, *(wanted(url) for url in (BAD, GOOD, NEW)), at=MADE_AT)]
    SiteReports(database).take(reports, at=MADE_AT, most_waiting=9)
    for url, danger, label, brand, score in (
        (BAD, SiteDanger.DANGEROUS, "phish", "Shop", 0.9),
        (GOOD, SiteDanger.HARMLESS, "benign", "", 0.1),
    ):
        verdict = SiteVerdict(url=url, danger=danger, label=label, brand=brand, score=score, by="judge:x/1", at=MADE_AT)  # fmt: skip
        SiteQueue(database).judge(verdict)
    return database


def urls(database, **choice):
    return [one.url for one in SiteCases(database).some(CaseChoice(**choice), limit=9)]


def test_each_view_holds_what_is_to_be_done(filled):
    assert urls(filled, view=CaseView.LOOK) == [BAD]
    assert urls(filled, view=CaseView.WAITING) == [NEW]
    assert urls(filled, view=CaseView.QUIET) == [GOOD]
    assert urls(filled, view=CaseView.DONE) == urls(filled, view=CaseView.KEY) == []
    assert urls(filled) == [BAD, GOOD, NEW]
    assert SiteCases(filled).views(CaseChoice())[CaseView.ALL] == 3


def test_filters_narrow(filled):
    assert urls(filled, danger=SiteDanger.DANGEROUS) == [BAD]
    assert urls(filled, label="benign") == [GOOD]
    assert urls(filled, brand="Shop") == [BAD]
    assert urls(filled, channel=Channel.FORM, text="new.") == [NEW]
    assert urls(filled, text="%") == []


def test_amounts_are_told_by_class_brand_and_channel(filled):
    facets = SiteCases(filled).facets(CaseChoice())
    assert facets == {"label": {"phish": 1, "benign": 1}, "brand": {"Shop": 1}, "channel": {"form": 3}}  # fmt: skip
    ((brand, amount, at),) = SiteCases(filled).by_brand()
    assert (brand, amount, at) == ("Shop", 1, MADE_AT)


def test_pages_come_in_parts(filled):
    cases = SiteCases(filled)
    assert [one.url for one in cases.some(CaseChoice(), limit=1, skip=1)] == [GOOD]
    assert cases.get("none") is None


def test_traces_of_dangerous_pages_only_are_joined(filled):
    traces = SiteTraces(filled)
    before = traces.state()
    for url in (BAD, GOOD):
        traces.keep(url_id(url), {"url": url}, MADE_AT)
    traces.keep(url_id(BAD), {"url": BAD, "again": 1}, MADE_AT)
    (kept,) = traces.newest()
    assert (kept.url, kept.brand, kept.trace["again"]) == (BAD, "Shop", 1)
    assert traces.state() != before
