"""What a look means for findings where no page is followed; test_following.py has the rest."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest

from noroshi.jobs.sites.concluding import addresses_met
from noroshi.jobs.sites.working import site_worker
from noroshi.sites.judge.page_judge import KIND
from noroshi.spine.home import Home
from noroshi.spine.model import Subject, Verdict
from noroshi.spine.model.site_report import Channel
from noroshi.spine.store import Store
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.judged_pages import article, judged
from noroshi.testing.site_reports import site_report, wanted
from noroshi.testing.visits import exchange, page_visit

URL = "https://news.test/1"


async def look(url, profile, *, channel=None):
    return page_visit(url, article().html + "<p>本文</p>" * 60, profile=profile)


@pytest.fixture
def store(tmp_path):
    with Store.open(Home(tmp_path / "home").create().state) as opened:
        SiteReports(opened.database).take([site_report(1, wanted(URL))], at=MADE_AT, most_waiting=9)
        yield opened


@pytest.fixture
def worker(tmp_path, store):
    clock = lambda: MADE_AT + timedelta(hours=1)  # noqa: E731
    run = store.begin_run("y", detector=None, window=None, inputs={}, at=MADE_AT)
    return site_worker(Home(tmp_path / "home"), store, look, run=run, clock=clock)


def doubt(store):
    """A finding of before that only doubted, as the review may hold one."""
    harmless = judged(page_visit(URL, article().html)).finding
    finding = replace(harmless, label="suspicious", score=0.4)
    run = store.begin_run("x", detector=None, window=None, inputs={}, at=MADE_AT)
    store.keep_findings(run, [finding])
    return finding


def concluded(worker, *, thorough):
    examined = asyncio.run(worker.examiner.examine(URL, Channel.FORM, thorough=thorough))
    return worker.concluder.conclude(URL, examined)


def test_a_doubt_that_every_visitor_clears_is_taken_back(store, worker):
    finding = doubt(store)
    assert worker.concluder.is_doubted(URL)
    assert concluded(worker, thorough=True).finding == ""
    assert store.decisions(finding.id)[-1].verdict is Verdict.DROP
    (kept,) = store.findings(kind=KIND, subject=Subject.url(URL))
    assert kept.label == "benign"
    concluded(worker, thorough=True)
    assert len(store.decisions(finding.id)) == 1


def test_one_glance_clears_no_doubt(store, worker):
    finding = doubt(store)
    concluded(worker, thorough=False)
    assert store.finding(finding.id) == finding
    assert store.decisions(finding.id) == []


def test_what_was_never_doubted_leaves_no_finding(store, worker):
    assert not worker.concluder.is_doubted(URL)
    assert concluded(worker, thorough=False).finding == ""
    assert store.findings() == []


def test_only_the_page_s_own_host_counts_for_its_addresses(worker):
    examined = asyncio.run(worker.examiner.examine(URL, Channel.FORM, thorough=False))
    visit = examined.visits[0]
    far = replace(exchange("https://cdn.test/x?u=//news.test/"), address="192.0.2.9")
    seen = replace(examined, visits=(replace(visit, exchanges=(far,)),))
    assert addresses_met("news.test", seen) == ("192.0.2.1",)


def test_older_counts_of_a_run_never_come_after_newer_ones(worker, monkeypatch):
    counts, written, begun, go_on = Counter(taken=1), [], Event(), Event()

    def keep(_store, _run, told):
        if not begun.is_set():
            begun.set()
            assert go_on.wait(20)
        written.append(told)

    monkeypatch.setattr(Store, "count_run", keep)
    first, second = (Thread(target=worker.concluder.count, args=[counts]) for _ in range(2))
    first.start()
    assert begun.wait(20)
    counts["taken"] += 1
    second.start()
    second.join(0.2)  # it would be done by now, did it not wait
    go_on.set()
    first.join(20)
    second.join(20)
    assert written == [{"taken": 1}, {"taken": 2}]
