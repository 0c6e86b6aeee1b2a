"""Followed pages: looked at in time, by one worker each, and nothing of a look is lost or doubled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from noroshi.spine.model import InputError, SourceError, Text
from noroshi.spine.model.site_life import Depth, FollowPace, LifeState, SiteLook
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store.site_follows import After, SiteFollows
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

A, B = "http://a.example/", "http://b.example/"
PACE = FollowPace(host_pause_s=0)
BAD = SiteVerdict(url=A, danger=SiteDanger.DANGEROUS, score=0.9, by="judge:x/1", at=MADE_AT)
LOOK = SiteLook(
    at=MADE_AT, state=LifeState.ALIVE, depth=Depth.LIGHT, code="unchanged",
    reason=Text(ja="同じ", en="the same"), addresses=("192.0.2.1",), status=200,
)  # fmt: skip


def m(minutes):
    return MADE_AT + timedelta(minutes=minutes)


@pytest.fixture
def follows(database):
    reports = [site_report(number, wanted(url)) for number, url in enumerate((A, B))]
    SiteReports(database).take(reports, at=MADE_AT, most_waiting=9)
    SiteQueue(database).judge(BAD)
    return SiteFollows(database, PACE)


def test_a_harmful_verdict_is_followed_and_an_old_or_harmless_one_is_not(database, follows):
    SiteQueue(database).judge(replace(BAD, url=B, danger=SiteDanger.HARMLESS))
    assert follows.enrol(m(1)) == 1
    assert follows.enrol(m(1)) == 0
    followed = follows.get(A)
    assert (followed.state, followed.since, followed.next_at) == (LifeState.ALIVE, MADE_AT, m(10))
    assert follows.get(B) is None
    SiteQueue(database).judge(replace(BAD, url=B))
    assert follows.enrol(MADE_AT + timedelta(days=31)) == 0


def test_looks_come_after_ten_minutes_an_hour_six_hours_and_then_daily(follows):
    follows.begin(A, MADE_AT)
    assert follows.take("w", m(9)) is None
    for due in (10, 60, 360, 360 + 1440, 360 + 2880):
        assert follows.take("w", m(due)).url == A
        assert follows.note(A, replace(LOOK, at=m(due)), After(), worker="w")
        assert follows.take("w", m(due)) is None
    assert [look.at for look in follows.looks(A)] == [m(n) for n in (10, 60, 360, 1800, 3240)]


def test_what_was_missed_is_not_made_up_for(follows):
    follows.begin(A, MADE_AT)
    follows.take("w", m(100))
    follows.note(A, replace(LOOK, at=m(100)), After(), worker="w")
    assert follows.get(A).next_at == m(360)


def test_a_change_plans_anew_and_is_kept_with_its_moment(follows):
    follows.begin(A, MADE_AT)
    dead = replace(LOOK, at=m(60), state=LifeState.DEAD, code="name-gone")
    follows.note(A, dead, After(changed=True, mark="x"))
    followed = follows.get(A)
    assert (followed.state, followed.changed_at, followed.alive_at) == (
        LifeState.DEAD, m(60), MADE_AT,
    )  # fmt: skip
    assert (followed.next_at, followed.mark, followed.looks) == (m(70), "x", 1)
    assert follows.first_seen(LifeState.DEAD) == {followed.id: m(60)}
    assert follows.first_seen(LifeState.REVIVED) == {}
    assert follows.looks(A) == [dead]
    assert follows.counts() == {LifeState.DEAD: 1}


def test_one_worker_holds_a_page_until_its_lease_ends(follows):
    follows.begin(A, MADE_AT)
    assert follows.take("one", m(10)).url == A
    assert follows.take("two", m(19)) is None
    assert follows.take("two", m(20)).url == A
    assert not follows.note(A, LOOK, After(), worker="one")
    assert follows.note(A, replace(LOOK, at=m(21)), After(), worker="two")
    assert len(follows.looks(A)) == 1


def test_a_look_that_failed_on_our_side_says_nothing_of_the_page(follows):
    follows.begin(A, MADE_AT)
    follows.take("w", m(10))
    assert follows.fail(A, "w", "the disk is full", m(10))
    assert not follows.fail(A, "w", "again", m(10))
    followed = follows.get(A)
    assert (followed.error, followed.next_at, followed.looks) == ("the disk is full", m(20), 0)


def test_a_page_that_waits_in_the_queue_is_left_to_its_workers(database, follows):
    follows.begin(A, MADE_AT)
    SiteQueue(database).retry(A, m(9))
    assert follows.take("w", m(10)) is None
    SiteQueue(database).drop(A, "is ours", m(10))
    assert follows.take("w", m(10)) is None


def test_the_same_host_rests_between_looks(database, follows):
    slow = SiteFollows(database, FollowPace(host_pause_s=60))
    SiteReports(database).take([site_report(7, wanted(A + "x"))], at=MADE_AT, most_waiting=9)
    SiteQueue(database).judge(replace(BAD, url=A + "x"))
    assert slow.enrol(MADE_AT) == 2
    assert slow.take("w", m(10)) is not None
    assert slow.take("w", m(10)) is None
    assert slow.take("w", m(11)) is not None


def test_what_ended_is_not_looked_at_and_begins_anew_with_a_later_verdict(database, follows):
    follows.begin(A, MADE_AT)
    harmless = replace(LOOK, at=m(60), state=LifeState.HARMLESS)
    follows.note(A, harmless, After(ended_why="harmless"))
    assert follows.take("w", m(10_000)) is None
    assert (follows.listed(), len(follows.listed(ended=True))) == ([], 1)
    assert follows.enrol(m(90)) == 0
    SiteQueue(database).judge(replace(BAD, at=m(100)))
    assert follows.enrol(m(101)) == 1
    followed = follows.get(A)
    assert (followed.since, followed.next_at, followed.ended_at) == (MADE_AT, m(110), None)
    assert follows.end(A, "person", m(120))
    assert not follows.end(A, "person", m(121))


def test_what_harms_is_followed_as_long_as_it_does_and_what_does_not_for_some_days(follows):
    follows.begin(A, MADE_AT)
    late = m(40 * 1440)
    follows.note(A, replace(LOOK, at=late), After())
    assert follows.get(A).ended_at is None
    follows.note(A, replace(LOOK, at=late, state=LifeState.DEAD), After())
    assert follows.get(A).ended_why == "time"
    (standing,) = follows.standing(since=MADE_AT)
    assert (standing.url, standing.state, standing.alive_at) == (A, LifeState.DEAD, late)
    assert follows.standing(since=late + timedelta(days=1)) == []


def test_pages_are_found_by_state(follows):
    follows.begin(A, MADE_AT)
    assert follows.listed(LifeState.DEAD) == []
    assert [one.url for one in follows.listed(LifeState.ALIVE)] == [A]


def test_what_was_never_reported_cannot_be_followed(follows):
    with pytest.raises(InputError, match="report it first"):
        follows.begin("http://c.example/", MADE_AT)
    assert not follows.note("http://c.example/", LOOK, After())


@pytest.mark.parametrize("change", ["UPDATE site_looks SET code = ''", "DELETE FROM site_looks"])
def test_no_look_is_ever_changed(database, follows, change):
    follows.begin(A, MADE_AT)
    follows.note(A, LOOK, After())
    with pytest.raises(SourceError, match="append-only"), database.writing() as session:
        session.execute(text(change))
