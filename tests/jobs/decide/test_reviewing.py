"""Reviewing: many at once, each for itself; nothing on stale news; all of it on record."""

from datetime import timedelta

import pytest

from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.jobs.decide.reviewing import review, review_queue, undo
from noroshi.jobs.share.publishing import publish
from noroshi.spine.home import Home
from noroshi.spine.model import Endpoint, InputError, Standing, Subject, SubjectKind, Verdict
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

NOW = HOUR.end
WEAK = make_finding(Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")), score=0.5)
WEAKER = make_finding(Subject.endpoint(Endpoint("192.0.2.2", 443, "tcp")), score=0.4)
STRONG = make_finding(Subject.endpoint(Endpoint("192.0.2.3", 443, "tcp")))
WIDE = make_finding(Subject(SubjectKind.PREFIX, "198.51.0.0/16"), score=0.99)
OWN = make_finding(Subject.ip("100.64.0.9"), score=0.99)


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text("[share]\nmade_data = true\n")
    return home


@pytest.fixture
def store(home):
    with Store.open(home.state_file) as opened:
        run = opened.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
        all_of_them = [WEAK, WEAKER, STRONG, WIDE, OWN]
        opened.replace_findings(run, all_of_them, kind="c2-server", window=HOUR)
        publish(home, opened, NOW)
        yield opened


def approve(home, store, *findings, by="hanako", **more):
    ids = [finding.id for finding in findings]
    return review(home, store, ids, Verdict.SHARE, by=by, reason="seen", at=NOW, **more)


def test_the_queue_holds_what_waits_with_its_position(home, store):
    waiting = review_queue(home, store, NOW)
    assert [one.waiting.finding for one in waiting.findings] == [WIDE, WEAK, WEAKER]
    assert all(one.position > 0 for one in waiting.findings)
    assert waiting.suspended == ()


def test_many_are_decided_at_once_each_for_itself(home, store):
    done = approve(home, store, WEAK, OWN, WEAKER)
    assert [one.outcome for one in done] == ["taken", "refused", "taken"]
    assert "may not leave" in done[1].message
    assert review_queue(home, store, NOW).findings[0].waiting.finding == WIDE
    assert publish(home, store, NOW).added == 2


def test_a_decision_carries_who_and_why(home, store):
    approve(home, store, WEAK)
    last = store.decisions(WEAK.id)[-1]
    assert (last.by, last.reason.en, last.verdict) == ("user:hanako", "seen", Verdict.SHARE)


def test_two_persons_must_approve_what_is_wide(home, store):
    (first,) = approve(home, store, WIDE)
    assert (first.verdict, first.approved_by, first.approvals) == ("hold", ("user:hanako",), 2)
    (again,) = approve(home, store, WIDE)
    assert (again.outcome, "another person" in again.message) == ("refused", True)
    (second,) = approve(home, store, WIDE, by="user:taro")
    assert (second.verdict, second.approved_by) == ("share", ("user:hanako", "user:taro"))


def test_nothing_is_decided_on_stale_news(home, store):
    seen = {WEAK.id: review_queue(home, store, NOW).findings[1].position}
    approve(home, store, WEAK, by="taro", seen=seen)
    (late,) = review(
        home, store, [WEAK.id], Verdict.DROP, by="hanako", reason="no", at=NOW, seen=seen
    )
    assert late.outcome == "stale"
    assert store.decisions(WEAK.id)[-1].by == "user:taro"


def test_undoing_restores_and_stays_on_record(home, store):
    before = store.decisions(WEAK.id)
    approve(home, store, WEAK)
    (done,) = undo(home, store, [WEAK.id], by="taro", at=NOW + timedelta(hours=1))
    assert (done.outcome, done.verdict) == ("taken", "hold")
    record = store.decisions(WEAK.id)
    assert record[: len(before)] == before
    assert [one.undo for one in record[len(before) :]] == [False, True]
    assert "user:hanako" in record[-1].reason.en


def test_what_no_person_decided_cannot_be_undone(home, store):
    (done,) = undo(home, store, [STRONG.id], by="taro", at=NOW)
    assert (done.outcome, "nothing to undo" in done.message) == ("refused", True)


def test_an_unknown_id_is_told(home, store):
    (done,) = review(home, store, ["nothing"], Verdict.DROP, by="a", reason="b", at=NOW)
    assert "no finding and no entry" in done.message


def test_a_decision_needs_a_reason(home, store):
    with pytest.raises(InputError, match="say why"):
        review(home, store, [WEAK.id], Verdict.DROP, by="hanako", reason=" \n", at=NOW)


@pytest.fixture
def entry(store):
    (one,) = SharedList(store.database).entries(Choice(), limit=2)
    return one.indicator.id


def on_entry(home, store, entry, verdict):
    return review(home, store, [entry], verdict, by="taro", reason="looked", at=NOW)[0]


def test_a_suspended_entry_waits_and_can_be_restored(home, store, entry):
    report_wrong(store, entry, by="operator:north", why="ours", at=NOW)
    (one,) = review_queue(home, store, NOW).suspended
    assert one.indicator.id == entry
    assert on_entry(home, store, entry, Verdict.SHARE).verdict == "live"
    assert review_queue(home, store, NOW).suspended == ()


def test_a_suspended_entry_can_be_withdrawn_but_not_held_again(home, store, entry):
    report_wrong(store, entry, by="operator:north", why="ours", at=NOW)
    assert "holds it already" in on_entry(home, store, entry, Verdict.HOLD).message
    assert on_entry(home, store, entry, Verdict.DROP).verdict == Standing.WITHDRAWN
    assert publish(home, store, NOW).added == 0


def test_a_live_entry_is_not_reviewed_by_its_id(home, store, entry):
    assert "not suspended" in on_entry(home, store, entry, Verdict.DROP).message
    (done,) = undo(home, store, [entry], by="taro", at=NOW)
    assert done.outcome == "refused"
