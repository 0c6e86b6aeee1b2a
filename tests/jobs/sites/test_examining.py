"""An address is looked at as far as needed; what local data tell of its host becomes evidence."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.jobs.sites.working import site_worker
from noroshi.spine.home import Home
from noroshi.spine.model.site_report import Channel
from noroshi.spine.store import Store
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.judged_pages import article, imitation
from noroshi.testing.site_reports import site_report, wanted
from noroshi.testing.visits import page_visit

BAD, GOOD = "https://x7k2q9.test/login", "https://news.test/1"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def examined(home, url, *, thorough=False, heard=()):
    async def look(url, profile, *, channel=None):
        html = article().html + "<p>本文</p>" * 60 if "news" in url else imitation().html
        return page_visit(url, html, profile=profile)

    with Store.open(home.state) as store:
        known = SiteReports(store.database).count()
        reports = [
            replace(
                site_report(known + at, wanted(url), at=MADE_AT - timedelta(days=days)),
                channel=channel,
            )
            for at, (channel, days) in enumerate([(Channel.FORM, 0), *heard])
        ]
        SiteReports(store.database).take(reports, at=MADE_AT, most_waiting=9)
        worker = site_worker(home, store, look, run="", clock=lambda: MADE_AT)
        return asyncio.run(worker.examiner.examine(url, Channel.FORM, thorough=thorough))


def term(done, code):
    return next((one for one in done.judged.finding.evidence if one.code == code), None)


@pytest.mark.parametrize(("thorough", "looks"), [(False, 1), (True, 4)])
def test_who_doubts_lets_every_visitor_look(home, thorough, looks):
    done = examined(home, GOOD, thorough=thorough)
    assert (len(done.visits), len(done.evidence), done.by_all) == (looks, looks, looks == 4)


def test_a_name_that_watchers_of_certificates_met_lately_is_young(home):
    new = examined(home, BAD, heard=[(Channel.CERTIFICATE, 1)])
    assert term(new, "sites.young").value == 1.0


def test_other_channels_tell_no_age(home):
    assert term(examined(home, BAD, heard=[(Channel.SNS, 1)]), "sites.young") is None


def test_the_network_is_told_and_not_weighed(home):
    plain = examined(home, BAD)
    assert term(plain, "sites.network") is None
    (home.path / "as.csv").write_text("192.0.2.0,192.0.2.255,64500,EXAMPLE-NET\n")
    (home.path / "noroshi.toml").write_text('[iot]\nas_table = "as.csv"\n')
    told = examined(Home(home.path), BAD)
    network = term(told, "sites.network")
    assert (network.value, network.weight) == (64500.0, 0.0)
    assert "AS64500 EXAMPLE-NET" in network.text.ja
    assert told.judged.finding.score == plain.judged.finding.score
