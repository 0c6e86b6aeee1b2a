"""The queue hands out each URL in order, to one worker at a time, until there is a result."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.spine.model import InputError
from noroshi.spine.model.site_queue import Pace, QueueState, SiteVisit
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store import Database
from noroshi.spine.store.site_queue import CRASHED, SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

PACE = Pace(lease_s=100, host_pause_s=0, attempts=3, retry_s=60, again_s=1000)
A, B = "http://a.example/", "http://b.example/"


def s(seconds):
    return MADE_AT + timedelta(seconds=seconds)


@pytest.fixture
def queue(database):
    return SiteQueue(database, PACE)


@pytest.fixture
def put(database):
    numbers = iter(range(10_000))

    def put(*urls, at=MADE_AT):
        reports = [site_report(next(numbers), url, at=at) for url in urls]
        SiteReports(database).take(reports, at=at, most_waiting=10**6)

    return put


def test_an_empty_queue_gives_nothing(queue):
    assert queue.take("w", MADE_AT) is None


def test_the_longest_lead_goes_first_and_age_makes_up_for_it(queue, put):
    put(wanted(A), wanted(B, lead_s=60))
    put(wanted("http://late.example/", lead_s=100), at=s(300))
    taken = [queue.take("w", s(301)).host for _ in range(3)]
    assert taken == ["b.example", "a.example", "late.example"]


def test_what_one_worker_holds_no_other_gets(queue, put):
    put(wanted(A))
    assert queue.take("one", MADE_AT).worker == "one"
    assert queue.take("two", s(99)) is None


def test_a_crashed_worker_s_url_is_handed_out_again(queue, put):
    put(wanted(A))
    queue.take("one", MADE_AT)
    again = queue.take("two", s(100))
    assert (again.url, again.worker, again.attempts) == (A, "two", 2)
    assert not queue.fail(A, "one", "late", s(101))


def test_a_url_that_crashes_every_worker_is_given_up(queue, put):
    put(wanted(A), wanted(B, lead_s=-5000))
    for n in range(3):
        assert queue.take("w", s(n * 100)).url == A
    assert queue.take("w", s(300)).url == B
    given_up = queue.get(A)
    assert (given_up.state, given_up.error) == (QueueState.FAILED, CRASHED)


def test_a_visit_is_recorded_and_lengthens_the_lease(queue, put):
    put(wanted(A))
    queue.take("w", MADE_AT)
    visit = SiteVisit(
        url=A, profile="mobile", started_at=s(1), ended_at=s(50), outcome="page",
        evidence="ab" * 32, worker="w",
    )  # fmt: skip
    queue.record(visit)
    assert queue.visits(A) == [visit]
    assert queue.take("other", s(149)) is None
    assert queue.take("other", s(150)) is not None


def test_the_record_of_another_worker_lengthens_nothing(queue, put):
    put(wanted(A))
    queue.take("w", MADE_AT)
    queue.record(
        SiteVisit(url=A, profile="m", started_at=s(1), ended_at=s(50), outcome="page", worker="v")
    )
    assert queue.take("other", s(100)) is not None


def test_a_failed_visit_waits_longer_each_time_and_is_then_given_up(queue, put):
    put(wanted(A))
    for wait, at in ((60, 0), (120, 60)):
        assert queue.take("w", s(at)) is not None
        assert queue.fail(A, "w", "no answer", s(at))
        assert queue.take("w", s(at + wait - 1)) is None
    queue.take("w", s(180))
    queue.fail(A, "w", "no answer", s(180))
    assert queue.get(A).state is QueueState.FAILED
    assert queue.get(A).error == "no answer"
    assert queue.take("w", s(100_000)) is None


def test_a_verdict_ends_the_visit(queue, put):
    put(wanted(A))
    queue.take("w", MADE_AT)
    queue.judge(
        SiteVerdict(url=A, danger=SiteDanger.DANGEROUS, score=0.9, by="judge:page/1", at=s(5))
    )
    judged = queue.get(A)
    assert (judged.state, judged.worker) == (QueueState.JUDGED, "")
    assert queue.take("w", s(10**6)) is None


def test_hosts_are_visited_at_a_pace(database, put):
    queue = SiteQueue(database, replace(PACE, host_pause_s=10))
    put(wanted("http://a.example/1"), wanted("http://a.example/2"), wanted(B, lead_s=-9))
    assert [queue.take("w", MADE_AT).host for _ in range(2)] == ["a.example", "b.example"]
    assert queue.take("w", s(9)) is None
    assert queue.take("w", s(10)).url == "http://a.example/2"


def test_people_queue_again_and_drop(queue, put):
    put(wanted(A))
    queue.drop(A, "not ours", MADE_AT)
    put(wanted(A), at=s(10**6))
    assert queue.take("w", s(10**6)) is None
    assert [one.error for one in queue.listed(QueueState.DROPPED)] == ["not ours"]
    queue.retry(A, s(5))
    assert queue.take("w", s(5)).url == A


def test_the_list_stands_in_the_order_of_visits(queue, put):
    put(wanted(A), wanted(B, lead_s=60), wanted("http://c.example/", allowed=True))
    queue.take("w", MADE_AT)
    assert [(one.url, one.state.value) for one in queue.listed()] == [
        (B, "visiting"), (A, "queued"),
    ]  # fmt: skip
    assert queue.counts() == {"visiting": 1, "queued": 1, "allowed": 1}


def test_what_was_never_reported_cannot_be_worked_on(queue):
    visit = SiteVisit(url=A, profile="m", started_at=s(1), ended_at=s(2), outcome="page")
    for work in (
        lambda: queue.record(visit),
        lambda: queue.fail(A, "w", "x", MADE_AT),
        lambda: queue.retry(A, MADE_AT),
        lambda: queue.drop(A, "x", MADE_AT),
    ):
        with pytest.raises(InputError, match="report it first"):
            work()
    assert queue.get(A) is None


def test_workers_at_once_share_the_queue_without_overlap(database_place, put):
    put(*[wanted(f"http://h{n}.example/") for n in range(40)])
    taken = []

    def working(name):
        with Database.open(database_place) as own:
            queue = SiteQueue(own, PACE)
            while (job := queue.take(name, MADE_AT)) is not None:
                taken.append(job.url)

    threads = [threading.Thread(target=working, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 40
