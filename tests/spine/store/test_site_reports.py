"""Reports are kept once, whole, and their URLs gain weight."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from noroshi.spine.model import SourceError
from noroshi.spine.model.receipt import receipt_number
from noroshi.spine.model.site_queue import QueueState
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store import Database
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import MOST_REPEATS, REPEAT, SiteReports
from noroshi.spine.store.site_sources import Reading, SiteSources
from noroshi.spine.store.site_tables import SiteUrlRow
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

URL = "http://login.bank.example/"


@pytest.fixture
def reports(database):
    return SiteReports(database)


@pytest.fixture
def queue(database):
    return SiteQueue(database)


def take(reports, *given, at=MADE_AT, most=1000, reading=None):
    return reports.take(given, at=at, most_waiting=most, reading=reading)


def test_a_report_is_kept_with_its_urls_in_order(reports, queue):
    done = take(reports, site_report(1, wanted("http://b.example/"), wanted("http://a.example/")))
    assert (done.kept, done.known, done.queued) == (1, 0, 2)
    ids = reports.urls(done.receipts[0])
    assert [one.host for one in queue.with_ids(ids)] == ["b.example", "a.example"]
    assert reports.urls(receipt_number(99)) is None


def test_the_same_origin_counts_once_and_keeps_its_receipt(reports, queue):
    first = take(
        reports, site_report(1, wanted(), origin="o"), site_report(2, wanted(), origin="o")
    )
    assert (first.kept, first.known) == (1, 1)
    again = take(reports, site_report(3, wanted(), origin="o"))
    assert again.receipts == first.receipts[:1] == first.receipts[1:]
    assert queue.get(URL).reports == 1
    assert reports.count() == 1


def test_every_report_of_a_url_has_its_receipt_and_moves_it_forward(reports, queue):
    take(reports, site_report(1, wanted()))
    before = queue.get(URL)
    take(reports, site_report(2, wanted()), site_report(3, wanted(lead_s=10)))
    after = queue.get(URL)
    assert after.reports == 3
    assert after.order_at == MADE_AT - timedelta(seconds=10) - 2 * REPEAT
    assert before.order_at == MADE_AT
    assert after.reasons == ("lead:10",)
    assert [one.receipt for one in reports.of_url(after.id)] == sorted(
        receipt_number(n) for n in (1, 2, 3)
    )


def test_a_flood_of_one_url_moves_it_only_so_far(reports, queue):
    take(reports, *[site_report(n, wanted()) for n in range(200)])
    take(reports, *[site_report(n, wanted()) for n in range(200, 300)])
    found = queue.get(URL)
    assert found.reports == 300
    assert found.order_at == MADE_AT - MOST_REPEATS * REPEAT


def test_an_allowed_url_is_kept_but_not_queued(reports, queue):
    done = take(reports, site_report(1, wanted(allowed=True)))
    assert done.queued == 0
    assert queue.get(URL).state is QueueState.ALLOWED
    assert queue.take("w", MADE_AT) is None


def test_a_judged_url_rests_and_is_then_queued_by_a_report(reports, queue):
    take(reports, site_report(1, wanted()))
    queue.take("w", MADE_AT)
    queue.judge(
        SiteVerdict(url=URL, danger=SiteDanger.HARMLESS, score=0.1, by="judge:x/1", at=MADE_AT)
    )
    assert take(reports, site_report(2, wanted())).queued == 0
    later = MADE_AT + timedelta(days=2)
    assert take(reports, site_report(3, wanted(), at=later), at=later).queued == 1
    assert queue.get(URL).state is QueueState.QUEUED


def test_too_many_waiting_urls_refuse_all_of_a_batch(reports, database):
    take(reports, site_report(1, wanted()), most=1)
    with pytest.raises(SourceError, match="most_waiting"):
        take(
            reports,
            site_report(2, wanted("http://b.example/")),
            most=1,
            reading=Reading(name="x", cursor="5", read=1),
        )
    assert reports.count() == 1
    assert SiteSources(database).cursor("x") == ""
    assert take(reports, site_report(3, wanted()), most=1).kept == 1


def test_the_cursor_moves_with_the_reports(reports, database):
    reading = Reading(name="x", cursor="7", read=3, refused={"no-url": 2})
    take(reports, site_report(1, wanted(), origin="a"), reading=reading)
    take(reports, site_report(2, wanted(), origin="a"), reading=reading)
    sources = SiteSources(database)
    assert sources.cursor("x") == "7"
    (day,) = sources.days(MADE_AT)
    assert (day.read, day.kept, day.known, day.refused) == (6, 1, 1, {"no-url": 4})


def test_many_writers_at_once_lose_and_double_nothing(database_place, database):
    def reporting(part):
        with Database.open(database_place) as own:
            for n in range(10):
                both = (wanted("http://same.example/"), wanted(f"http://h{n}.example/"))
                take(SiteReports(own), site_report(part * 100 + n, *both))

    threads = [threading.Thread(target=reporting, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SiteReports(database).count() == 40
    assert SiteQueue(database).get("http://same.example/").reports == 40
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SiteUrlRow)) == 11
