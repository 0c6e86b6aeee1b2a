"""Verdicts are added, never changed."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from noroshi.spine.model import SourceError, Text
from noroshi.spine.model.site_report import url_id
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_verdicts import SiteVerdicts
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

URL = "http://login.bank.example/"
FIRST = SiteVerdict(
    url=URL, danger=SiteDanger.DANGEROUS, score=0.93, by="judge:page/1", at=MADE_AT, label="phish",
    brand="例銀行", reasons=(Text(ja="偽のログイン画面。", en="A false log-in page."),), keys=2,
)  # fmt: skip


@pytest.fixture
def judged(database):
    SiteReports(database).take([site_report(1, wanted())], at=MADE_AT, most_waiting=9)
    SiteQueue(database).judge(FIRST)
    return database


def test_verdicts_are_read_back_oldest_first(judged):
    second = replace(FIRST, by="user:b")
    SiteQueue(judged).judge(second)
    assert SiteVerdicts(judged).of([url_id(URL), "none"]) == {
        url_id(URL): [FIRST, second],
        "none": [],
    }


def test_very_many_urls_are_asked_for_in_parts(judged):
    others = [f"none{number}" for number in range(600)]
    found = SiteVerdicts(judged).of([*others, url_id(URL)])
    assert found[url_id(URL)] == [FIRST]
    assert len(found) == 601


@pytest.mark.parametrize(
    "change", ["UPDATE site_verdicts SET score = 0", "DELETE FROM site_verdicts"]
)
def test_no_verdict_is_ever_changed(judged, change):
    with pytest.raises(SourceError, match="append-only"), judged.writing() as session:
        session.execute(text(change))
