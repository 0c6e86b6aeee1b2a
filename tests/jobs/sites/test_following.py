"""A page that was found harmful is followed to its end; nothing is lost, doubled, or taken back in silence."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.decide.deciding import decide_all, policy_of
from noroshi.jobs.decide.reviewing import review, review_queue
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.share.publishing import publish
from noroshi.jobs.sites.following import Follower, opened_follower
from noroshi.jobs.sites.intake import Said, site_intake, site_queue
from noroshi.jobs.sites.working import opened_worker, site_worker, work_off
from noroshi.sites.range.lives import BACK_S, CHANGE_S
from noroshi.sites.range.scenes import Range
from noroshi.sites.visit import Outcome
from noroshi.sites.visit.light import LightLook, LightOutcome
from noroshi.spine.home import Home
from noroshi.spine.model import Detector, SourceError, Standing, Verdict
from noroshi.spine.model.site_life import Depth, LifeState
from noroshi.spine.model.site_queue import QueueState
from noroshi.spine.model.site_report import Channel, url_id
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict, holding
from noroshi.spine.net.web_server import WebServer
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.site_verdicts import SiteVerdicts
from noroshi.testing.judged_pages import article, imitation
from noroshi.testing.visits import page_visit

NOW = datetime(2026, 1, 5, tzinfo=UTC)
BAD = "https://x7k2q9.test/login"


class Web:
    """A page that is what the test says, seen with and without a browser."""

    def __init__(self):
        self.at, self.shows, self.full = NOW, "harm", 0

    async def look(self, url, profile, *, channel=None):
        self.full += 1
        made = {
            "harm": lambda: page_visit(url, imitation().html, profile=profile),
            "honest": lambda: page_visit(url, article().html + "<p>本文</p>" * 60, profile=profile),
            "gone": lambda: replace(
                page_visit(url, "", profile=profile), outcome=Outcome.UNREACHABLE
            ),
        }[self.shows]()
        return replace(made, started=self.at, ended=self.at)

    async def light(self, url):
        if self.shows == "gone":
            return LightLook(outcome=LightOutcome.UNREACHED, mark="gone")
        return LightLook(
            outcome=LightOutcome.PAGE, status=200, mark=self.shows, addresses=("192.0.2.1",)
        )


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as opened:
        yield opened


@pytest.fixture
def web():
    return Web()


def worker(home, store, web):
    detector = Detector(name="sites.pages", version="1")
    run = store.begin_run("sites.work", detector=detector, window=None, inputs={}, at=NOW)
    return site_worker(home, store, web.look, run=run, clock=lambda: web.at)


def follower(home, store, web):
    made = worker(home, store, web)
    return Follower(
        follows=made.concluder.follows, queue=made.queue, verdicts=SiteVerdicts(store.database),
        light=web.light, examiner=made.examiner, concluder=made.concluder,
        clock=lambda: web.at, name=made.name,
    )  # fmt: skip


def report(home, store, url=BAD, at=NOW):
    intake = site_intake(home.settings, store.database, lambda: at, home.path)
    intake.take([Said(channel=Channel.FORM, source="form", urls=(url,))])


def all_of(one):
    async def run():
        off = work_off(one, concurrent=1, once=True, stop=asyncio.Event())
        return [done async for done in off]

    return asyncio.run(run())


def found_bad(home, store, web):
    report(home, store)
    (done,) = all_of(worker(home, store, web))
    assert done.verdict.label == "phish"
    return done.finding


def after(home, store, web, *, minutes, shows):
    """What the look said that is due so many minutes after the first verdict."""
    web.at, web.shows = NOW + timedelta(minutes=minutes), shows
    return all_of(follower(home, store, web))


def approved(home, store, finding, at):
    publish(home, store, at)
    (said,) = review(home, store, [finding], Verdict.SHARE, by="hanako", reason="seen", at=at)
    assert said.message == ""
    publish(home, store, at)


def entry(store):
    choice = Choice(standings=tuple(Standing))
    (one,) = SharedList(store.database).entries(choice, limit=10)
    return one


def follows(home, store, web):
    return follower(home, store, web).follows


def test_what_does_not_change_costs_one_browser_and_stays_alive(home, store, web):
    found_bad(home, store, web)
    looks = web.full
    (first,) = after(home, store, web, minutes=10, shows="harm")
    assert (first.state, first.depth) == (LifeState.ALIVE, Depth.FULL)
    assert web.full == looks + 1
    for minutes in (60, 360, 1800):
        (one,) = after(home, store, web, minutes=minutes, shows="harm")
        assert (one.state, one.depth, one.code) == (LifeState.ALIVE, Depth.LIGHT, "unchanged")
    assert web.full == looks + 1
    assert after(home, store, web, minutes=1801, shows="harm") == []


def test_a_page_dies_and_comes_back(home, store, web):
    found_bad(home, store, web)
    after(home, store, web, minutes=10, shows="harm")
    (dead,) = after(home, store, web, minutes=60, shows="gone")
    assert (dead.before, dead.state, dead.code) == (LifeState.ALIVE, LifeState.DEAD, "gone")
    (still,) = after(home, store, web, minutes=70, shows="gone")
    assert (still.state, still.depth, still.code) == (
        LifeState.DEAD, Depth.LIGHT, "still-dead",
    )  # fmt: skip
    (back,) = after(home, store, web, minutes=120, shows="harm")
    assert (back.state, back.code) == (LifeState.REVIVED, "harms-again")
    (alive,) = after(home, store, web, minutes=130, shows="harm")
    assert (alive.state, alive.depth) == (LifeState.ALIVE, Depth.LIGHT)
    states = [look.state.value for look in follows(home, store, web).looks(BAD)]
    assert states == ["alive", "dead", "dead", "revived", "alive"]
    told = reversed(list(trail_of(home, lambda: NOW).newest(action="site.life")))
    lines = [(line.detail["from"], line.detail["to"]) for line in told]
    assert lines == [("alive", "dead"), ("dead", "revived"), ("revived", "alive")]


def test_a_dead_page_leaves_the_list_early_and_comes_back_with_it(home, store, web):
    finding = found_bad(home, store, web)
    approved(home, store, finding, NOW)
    assert entry(store).indicator.valid_until == NOW + timedelta(days=5)
    (dead,) = after(home, store, web, minutes=60, shows="gone")
    assert dead.state is LifeState.DEAD
    publish(home, store, web.at)
    shortened = entry(store)
    assert shortened.indicator.valid_until == web.at + timedelta(hours=48)
    assert "found dead at 2026-01-05 01:00 UTC" in shortened.reason.en
    assert "停止を確認" in shortened.reason.ja
    publish(home, store, web.at + timedelta(hours=49))
    assert entry(store).standing is Standing.EXPIRED
    assert "found dead" in entry(store).reason.en
    after(home, store, web, minutes=60 * 50, shows="harm")
    publish(home, store, web.at)
    assert entry(store).standing is Standing.LIVE


def test_light_looks_alone_keep_an_entry_of_what_lives(home, store, web):
    finding = found_bad(home, store, web)
    approved(home, store, finding, NOW)
    after(home, store, web, minutes=10, shows="harm")
    for day in range(1, 9):
        (one,) = after(home, store, web, minutes=1440 * day, shows="harm")
        assert one.depth is Depth.LIGHT
        publish(home, store, web.at)
    assert entry(store).standing is Standing.LIVE
    assert entry(store).indicator.valid_until == web.at + timedelta(days=5)


def test_a_page_that_hides_weakens_nothing(home, store, web):
    finding = found_bad(home, store, web)
    approved(home, store, finding, NOW)
    score = store.finding(finding).score
    (hidden,) = after(home, store, web, minutes=10, shows="honest")
    assert (hidden.state, hidden.code) == (LifeState.CLOAKED, "harmless-once")
    assert store.finding(finding).score == score
    held = holding(SiteVerdicts(store.database).of([url_id(BAD)])[url_id(BAD)])
    assert held.danger is SiteDanger.SUSPICIOUS
    assert "may only hide" in held.reasons[0].en
    publish(home, store, web.at)
    assert entry(store).standing is Standing.LIVE
    (again,) = after(home, store, web, minutes=20, shows="harm")
    assert again.state is LifeState.ALIVE


def test_what_is_harmless_for_every_visitor_again_and_again_is_taken_back(home, store, web):
    finding = found_bad(home, store, web)
    approved(home, store, finding, NOW)
    after(home, store, web, minutes=10, shows="honest")
    looks = web.full
    (clear,) = after(home, store, web, minutes=20, shows="honest")
    assert clear.state is LifeState.HARMLESS
    assert web.full == looks + 4  # every visitor
    decide_all(store, policy_of(home, store.database), web.at)
    last = store.decisions(finding)[-1]
    assert (last.verdict, last.by) == (Verdict.DROP, "policy:site-life/1")
    assert "有害な内容" in last.reason.ja
    assert "harmful" in last.reason.en
    publish(home, store, web.at)
    assert (entry(store).standing, entry(store).by) == (Standing.WITHDRAWN, "policy:site-life/1")
    (told,) = trail_of(home, lambda: NOW).newest(action="site.take-back")
    assert told.detail == {"finding": finding}
    assert review_queue(home, store, web.at).findings == ()
    assert follows(home, store, web).get(BAD).ended_why == "harmless"


def test_what_harms_again_after_that_waits_for_a_person_again(home, store, web):
    finding = found_bad(home, store, web)
    approved(home, store, finding, NOW)
    after(home, store, web, minutes=10, shows="honest")
    after(home, store, web, minutes=20, shows="honest")
    publish(home, store, web.at)
    web.at, web.shows = NOW + timedelta(days=2), "harm"
    report(home, store, at=web.at)
    (done,) = all_of(worker(home, store, web))
    assert done.verdict.danger is SiteDanger.DANGEROUS
    publish(home, store, web.at)
    assert entry(store).standing is Standing.WITHDRAWN
    (waiting,) = review_queue(home, store, web.at).findings
    assert waiting.waiting.finding.id == finding
    assert follows(home, store, web).get(BAD).ended_at is None


def test_a_later_report_of_a_page_that_is_clear_counts_as_a_look(home, store, web):
    found_bad(home, store, web)
    web.at, web.shows = NOW + timedelta(days=2), "honest"
    report(home, store, at=web.at)
    looks = web.full
    (done,) = all_of(worker(home, store, web))
    assert done.verdict.danger is SiteDanger.SUSPICIOUS
    assert web.full == looks + 4
    (look,) = follows(home, store, web).looks(BAD)
    assert (look.state, look.code, len(look.evidence)) == (
        LifeState.CLOAKED, "harmless-once", 4,
    )  # fmt: skip
    assert look.addresses == ("192.0.2.1",)


def test_a_look_that_fails_on_our_side_is_told_and_made_again(home, store, web):
    found_bad(home, store, web)
    one = follower(home, store, web)

    async def unwell(url):
        raise SourceError("the resolver is unwell")

    one.light = unwell
    web.at = NOW + timedelta(minutes=10)
    (failed,) = all_of(one)
    assert (failed.state, failed.error) == (None, "the resolver is unwell")
    assert one.counts == {"looks": 1, "failed": 1}
    assert one.follows.looks(BAD) == []
    (made,) = after(home, store, web, minutes=20, shows="harm")
    assert made.state is LifeState.ALIVE


def test_a_page_that_a_person_cleared_is_left_alone(home, store, web):
    found_bad(home, store, web)
    site_queue(home.settings, store.database).judge(
        SiteVerdict(
            url=BAD, danger=SiteDanger.HARMLESS, score=0.0, by="user:hanako",
            at=NOW + timedelta(minutes=5),
        )
    )  # fmt: skip
    (one,) = after(home, store, web, minutes=10, shows="harm")
    assert one.state is None
    assert follows(home, store, web).get(BAD).ended_why == "person"
    assert web.full == 1


def test_verdicts_of_before_are_followed_too(home, store, web):
    report(home, store)
    queue = site_queue(home.settings, store.database)
    queue.judge(
        SiteVerdict(url=BAD, danger=SiteDanger.DANGEROUS, score=0.9, by="user:hanako", at=NOW)
    )
    (one,) = after(home, store, web, minutes=10, shows="harm")
    assert one.state is LifeState.ALIVE
    assert queue.get(BAD).state is QueueState.JUDGED


def test_two_followers_share_the_pages(home, store, web):
    found_bad(home, store, web)
    web.at = NOW + timedelta(minutes=10)

    async def both():
        first, second = follower(home, store, web), follower(home, store, web)
        return await asyncio.gather(first.work_one(), second.work_one())

    done = asyncio.run(both())
    assert sorted(one is None for one in done) == [False, True]
    assert len(follows(home, store, web).looks(BAD)) == 1


def test_a_home_s_follower_records_its_run(home, store, monkeypatch):
    async def run():
        async with opened_follower(home, store, clock=lambda: NOW) as one:
            assert await one.work_one() is None

    asyncio.run(run())
    (made,) = store.runs(job="sites.follow")
    assert (made.outcome, made.counts) == ("ok", {})


@pytest.mark.slow
def test_the_range_s_lives_are_followed_with_a_real_browser(home, store):
    """Dies, comes back, hides, is mended: each is told, from real visits."""
    played, clock = Range(5), [0.0]
    played.memory.clock = lambda: clock[0]
    urls = {
        kind: f"https://life-{kind}.test/login" for kind in ("dies", "revives", "cloaks", "mended")
    }
    now = [datetime.now(UTC)]
    for url in urls.values():
        report(home, store, url, at=now[0])

    async def worked(opened):
        async with WebServer(played.answer) as server, opened(server) as one:
            off = work_off(one, concurrent=2, once=True, stop=asyncio.Event())
            return {done.url: done async for done in off}

    @asynccontextmanager
    async def following(server):
        async with opened_follower(home, store, server=server, clock=lambda: now[0]) as one:
            yield one

    first = asyncio.run(worked(lambda server: opened_worker(home, store, server=server)))
    assert {one.verdict.label for one in first.values()} == {"phish"}

    def looked(minutes, age_s):
        now[0], clock[0] = now[0] + timedelta(minutes=minutes), age_s
        done = asyncio.run(worked(following))
        return {kind: done[url].state.value for kind, url in urls.items() if url in done}

    assert set(looked(11, 1.0).values()) == {"alive"}
    assert looked(60, CHANGE_S) == {
        "dies": "dead", "revives": "dead", "cloaks": "cloaked", "mended": "cloaked",
    }  # fmt: skip
    later = looked(11, BACK_S)
    assert later == {
        "dies": "dead", "revives": "revived", "cloaks": "cloaked", "mended": "harmless",
    }  # fmt: skip
    assert played.memory.posted.total() == 0
