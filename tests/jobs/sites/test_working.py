"""Site working: nothing of a URL is lost, whatever ends a worker."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.decide.deciding import policy_of
from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.jobs.decide.reviewing import review, review_queue
from noroshi.jobs.share.publishing import publish
from noroshi.jobs.share.sharing import export_indicators
from noroshi.jobs.sites.intake import Said, site_intake, site_queue
from noroshi.jobs.sites.results import Result, result_of_receipt
from noroshi.jobs.sites.visiting import evidence_key
from noroshi.jobs.sites.working import opened_worker, site_worker, work_off
from noroshi.sites.range.scenes import Range
from noroshi.sites.visit import Outcome
from noroshi.sites.visit.evidence import verify_package
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, Detector, SourceError, Standing, Verdict
from noroshi.spine.model.site_queue import QueueState
from noroshi.spine.model.site_report import Channel
from noroshi.spine.net.web_server import WebServer
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.judged_pages import article, imitation
from noroshi.testing.visits import page_visit

NOW = datetime(2026, 1, 5, tzinfo=UTC)
BAD, GOOD = "https://x7k2q9.test/login", "https://news.test/1"


async def look(url, profile, *, channel=None):
    html = article().html + "<p>本文</p>" * 60 if "news" in url else imitation().html
    return page_visit(url, html, profile=profile)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as opened:
        yield opened


def report(home, store, *urls, at=NOW):
    intake = site_intake(home.settings, store.database, lambda: at, home.path)
    said = Said(channel=Channel.FORM, source="form", urls=urls)
    return intake.take([said]).receipts[0]


def worker(home, store, look=look, at=NOW, **more):
    detector = Detector(name="sites.pages", version="1")
    run = store.begin_run("sites.work", detector=detector, window=None, inputs={}, at=at)
    return site_worker(home, store, look, run=run, clock=lambda: at, **more)


def listed(home, store, form, at):
    """Texts of the URLs that leave in a format, without its heading."""
    _, chunks = export_indicators(store, home.settings, format=form, at=at)
    return "".join(b"".join(chunks).decode().splitlines(keepends=True)[1:])


def entries(store):
    found = SharedList(store.database).entries(Choice(standings=(Standing.LIVE,)), limit=10)
    return list(found)


def worked(one):
    async def run():
        off = work_off(one, concurrent=2, once=True, stop=asyncio.Event())
        return [done async for done in off]

    return asyncio.run(run())


def test_a_url_ends_with_evidence_finding_verdict_and_an_answer_to_its_receipt(home, store):
    receipt = report(home, store, BAD, GOOD)
    done = {one.url: one for one in worked(worker(home, store))}
    assert (done[BAD].verdict.label, done[GOOD].verdict.label) == ("phish", "benign")
    (finding,) = store.findings()
    assert (finding.id, str(finding.subject.value)) == (done[BAD].finding, BAD)
    (visit,) = site_queue(home.settings, store.database).visits(BAD)
    package = home.evidence / "visits" / visit.evidence
    assert verify_package(package, evidence_key(home, None)).faults == ()
    told = result_of_receipt(store.database, receipt)
    assert [one.result for one in told.urls] == [Result.DANGEROUS, Result.HARMLESS]


def test_a_sure_finding_still_waits_for_a_person(home, store):
    report(home, store, BAD)
    worked(worker(home, store))
    assert policy_of(home, store.database).min_score < store.findings()[0].score
    publish(home, store, NOW)
    (waiting,) = review_queue(home, store, NOW).findings
    assert "auto_sites" in waiting.waiting.reason.en


def test_a_later_visit_replaces_the_finding(home, store):
    report(home, store, BAD)
    worked(worker(home, store))
    later = NOW + timedelta(days=2)

    async def look_later(url, profile, *, channel=None):
        return replace(await look(url, profile), started=later, ended=later)

    report(home, store, BAD, at=later)
    worked(worker(home, store, look_later, later))
    (finding,) = store.findings()
    assert finding.window.end == later


def test_only_the_first_visitor_comes_from_where_the_address_was_met(home, store):
    met = []

    async def watching(url, profile, *, channel=None):
        met.append(channel)
        return replace(await look(url, profile), html="", outcome=Outcome.UNREACHABLE)

    report(home, store, BAD)
    worked(worker(home, store, watching))
    assert len(met) > 1
    assert met == [Channel.FORM, *[None] * (len(met) - 1)]


def test_a_failed_visit_is_tried_again_and_tells_why(home, store):
    async def broken(url, profile, *, channel=None):
        raise SourceError("the disk is full")

    report(home, store, BAD)
    (one,) = worked(worker(home, store, broken))
    assert (one.verdict, one.error) == (None, "the disk is full")
    found = site_queue(home.settings, store.database).get(BAD)
    assert (found.state, found.error) == (QueueState.QUEUED, "the disk is full")


def test_a_machine_without_a_browser_ends_the_worker_and_loses_nothing(home, store):
    async def missing(url, profile, *, channel=None):
        raise ConfigError("there is no Chromium")

    report(home, store, BAD)
    with pytest.raises(ConfigError):
        worked(worker(home, store, missing))
    assert site_queue(home.settings, store.database).get(BAD).state is QueueState.QUEUED


def test_what_was_done_is_counted(home, store):
    async def sometimes(url, profile, *, channel=None):
        if "full" in url:
            raise SourceError("the disk is full")
        return await look(url, profile)

    report(home, store, BAD, GOOD, "https://full.test/")
    one = worker(home, store, sometimes)
    worked(one)
    assert store.runs(job="sites.work")[0].counts == one.counts
    assert one.counts == {
        "taken": 3, "judged": 2, "failed": 1, "visits": 2, "found-phish": 1, "found-benign": 1,
    }  # fmt: skip


def test_a_stopped_worker_takes_nothing_more(home, store):
    report(home, store, BAD)
    stop = asyncio.Event()
    stop.set()

    async def run():
        off = work_off(worker(home, store), concurrent=1, once=False, stop=stop)
        return [one async for one in off]

    assert asyncio.run(run()) == []


KILLED = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.jobs.sites.working import site_worker

home = Home(Path(sys.argv[1]))

async def look(url, profile, *, channel=None):
    print(url, flush=True)
    await asyncio.sleep(600)

with Store.open(home.state) as store:
    clock = lambda: datetime(2026, 1, 5, tzinfo=UTC)
    worker = site_worker(home, store, look, run="", clock=clock)
    asyncio.run(worker.work_one())
"""


def test_what_a_killed_worker_held_is_visited_again_when_its_lease_ends(home, store):
    report(home, store, BAD)
    command = [sys.executable, "-c", KILLED, str(home.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline().strip() == BAD
        child.kill()
    assert worked(worker(home, store)) == []
    after = NOW + timedelta(seconds=home.settings.sites.lease_s + 1)
    (one,) = worked(worker(home, store, at=after))
    assert (one.url, one.verdict.label) == (BAD, "phish")


@pytest.mark.slow
def test_a_report_becomes_an_entry_of_the_list_and_a_wrong_one_comes_off(home, store):
    """Range, real browser: report, visit, verdict, review, list, receipt, report of an error."""
    played = Range(11)
    scene = next(one for one in played.scenes if one.truth == "phish" and one.theme != "cloak")
    at = datetime.now(UTC)
    receipt = report(home, store, scene.url, at=at)

    async def run():
        async with (
            WebServer(played.answer) as server,
            opened_worker(home, store, server=server) as one,
        ):
            off = work_off(one, concurrent=1, once=True, stop=asyncio.Event())
            return [done async for done in off]

    (done,) = asyncio.run(run())
    assert done.error == ""
    assert done.verdict.label == "phish"
    at = datetime.now(UTC)
    assert listed(home, store, "csv", at) == ""
    (waiting,) = review_queue(home, store, at).findings
    (reviewed,) = review(
        home, store, [waiting.waiting.finding.id], Verdict.SHARE, by="hanako", reason="seen", at=at
    )
    assert reviewed.message == ""
    publish(home, store, at)
    assert done.url in listed(home, store, "csv", at)
    told = result_of_receipt(store.database, receipt)
    assert [one.result for one in told.urls] == [Result.DANGEROUS]
    (entry,) = entries(store)
    report_wrong(store, entry.indicator.id, by="operator:alpha", why="is ours", at=at)
    assert entries(store) == []
    (tombstone,) = listed(home, store, "csv", at).splitlines()
    assert done.url in tombstone
    assert ',"true",' in tombstone  # revoked
