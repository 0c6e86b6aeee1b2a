"""The result is shown to who has the number, and to nobody else."""

import pytest

from noroshi.spine.model import Text
from noroshi.spine.model.receipt import receipt_number
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.site_reports import site_report, wanted

from .conftest import AT

NUMBER = receipt_number(1)


@pytest.fixture
def reported(open_hub):
    database = open_hub.store.database
    SiteReports(database).take([site_report(1, wanted(), at=AT)], at=AT, most_waiting=9)
    return SiteQueue(database)


def test_a_verdict_is_shown_with_its_reasons_and_advice(browser, reported):
    reported.judge(
        SiteVerdict(
            url="http://login.bank.example/", danger=SiteDanger.DANGEROUS, score=0.9, by="judge:a",
            at=AT, reasons=(Text(ja="偽の画面。", en="A false page."),),
        )
    )  # fmt: skip
    page = browser.get(f"/report/{NUMBER}")
    for words in ("Dangerous", "Do not open it", "A false page."):
        assert words in page.text
    assert 'href="http://login' not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "危険" in browser.get(f"/report/{NUMBER}", headers={"Accept-Language": "ja"}).text


def test_a_typed_number_leads_there(browser, reported):
    answer = browser.get("/report-result", params={"number": f" {NUMBER.lower()} "})
    assert answer.headers["location"] == f"/report/{NUMBER}"


@pytest.mark.parametrize("number", ["x", receipt_number(2)])
def test_other_numbers_show_nothing(browser, reported, number):
    assert browser.get(f"/report/{number}").status_code == 404
    assert browser.get("/report-result", params={"number": "x"}).status_code == 404
