"""Who shows a receipt is told where each address is, and what to do."""

import pytest

from noroshi.jobs.sites.results import ADVICE, MEANINGS, Result, defanged, result_of_receipt
from noroshi.spine.model import InputError
from noroshi.spine.model.receipt import receipt_number
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store import Database
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

URL = "http://login.bank.example/"


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        report = site_report(1, wanted(), wanted("http://good.example/", allowed=True))
        SiteReports(opened).take([report], at=MADE_AT, most_waiting=9)
        yield opened


def results(database):
    return [one.result for one in result_of_receipt(database, receipt_number(1)).urls]


def judge(database, by, keys=1, danger=SiteDanger.DANGEROUS):
    SiteQueue(database).judge(
        SiteVerdict(url=URL, danger=danger, score=0.9, by=by, at=MADE_AT, keys=keys)
    )


def test_a_report_waits_and_a_known_site_is_told_at_once(database):
    assert results(database) == [Result.WAITING, Result.KNOWN]


@pytest.mark.parametrize("danger", list(SiteDanger))
def test_a_verdict_is_told(database, danger):
    judge(database, "judge:a", danger=danger)
    assert results(database)[0].value == danger.value


def test_a_verdict_that_waits_for_its_second_key_is_not_told(database):
    judge(database, "judge:a", keys=2)
    assert results(database)[0] is Result.WAITING
    judge(database, "user:b", keys=2)
    assert results(database)[0] is Result.DANGEROUS


def test_what_was_dropped_is_closed(database):
    SiteQueue(database).drop(URL, "x", MADE_AT)
    assert results(database)[0] is Result.CLOSED


def test_other_numbers_are_unknown_or_none(database):
    assert result_of_receipt(database, receipt_number(2)) is None
    with pytest.raises(InputError):
        result_of_receipt(database, "x")


def test_every_result_has_its_words():
    assert set(MEANINGS) == set(ADVICE) == set(Result)


def test_a_url_is_disarmed_in_its_site_only():
    assert defanged("https://a.b.example/x.html") == "hxxps://a[.]b[.]example/x.html"
