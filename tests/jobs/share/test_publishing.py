"""Publishing: idempotent, counts add up, and nothing overtakes a person."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.jobs.decide.deciding import policy_of
from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.jobs.decide.reviewing import review, review_queue, undo
from noroshi.jobs.decide.withdrawing import withdraw
from noroshi.jobs.share import publishing
from noroshi.jobs.share.publishing import publish, publish_job, release
from noroshi.jobs.share.sharing import export_indicators
from noroshi.relay.decide import UNTOLD
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Endpoint,
    InputError,
    MemberRole,
    Operator,
    Sighting,
    SightingKind,
    Standing,
    Subject,
    SubjectKind,
    Verdict,
    Window,
)
from noroshi.spine.store import Store
from noroshi.spine.store.holds import Holds
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

NOW = HOUR.end
DAY = timedelta(days=1)


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text(
        '[flows]\nsubscribers = ["100.64.0.0/10"]\n[share]\nmade_data = true\nstep_entries = 10\n'
    )
    return home


@pytest.fixture
def store(home):
    with Store.open(home.state_file) as opened:
        yield opened


def test_publishing_reporting_and_withdrawing_work_on_both_databases(home, database_place):
    with Store.open(database_place) as store:
        fill(store, [make_finding(server(1)), make_finding(server(2), score=0.4)])
        assert publish(home, store, NOW).added == 1
        name = entry_id(store, server(1))
        report_wrong(store, name, by="operator:north", why="ours", at=NOW)
        assert publish(home, store, NOW).suspended == 1
        withdraw(store, name, by="user:hanako", reason="ours", at=NOW)
        weak = make_finding(server(2), score=0.4)
        review(home, store, [weak.id], Verdict.SHARE, by="taro", reason="seen", at=NOW)
        done = publish(home, store, NOW)
        assert (done.added, done.entries, done.head) == (1, 1, 4)


def fill(store, findings, window=HOUR):
    run = store.begin_run("c2.detect", detector=DETECTOR, window=window, inputs={}, at=MADE_AT)
    store.replace_findings(run, findings, kind="c2-server", window=window)


def server(host):
    return Subject.endpoint(Endpoint(f"192.0.2.{host}", 443, "tcp"))


def standing(store, subject=None):
    entries = SharedList(store.database).entries(Choice(), limit=1000)
    found = [one for one in entries if subject is None or one.indicator.subject == subject]
    return [one.standing for one in found]


def entry_id(store, subject):
    (one,) = SharedList(store.database).entries(Choice(subject=subject.value), limit=2)
    return one.indicator.id


def total(done):
    return (
        done.added + done.renewed + done.unchanged + done.withdrawn + done.expired
        + done.suspended + done.suppressed + done.held + done.overtaken
    )  # fmt: skip


def test_what_policy_allows_comes_onto_the_list(home, store):
    fill(store, [make_finding(server(1)), make_finding(server(2), score=0.4)])
    done = publish(home, store, NOW)
    assert (done.entries, done.added, done.head) == (1, 1, 1)
    (one,) = SharedList(store.database).history(entry_id(store, server(1)))
    assert (one.standing, one.collection) == (Standing.LIVE, "c2-servers")
    assert one.by == "policy:auto-share/6"


def test_a_second_time_makes_nothing(home, store):
    fill(store, [make_finding(server(host)) for host in (1, 2, 3)])
    publish(home, store, NOW)
    again = publish(home, store, NOW + timedelta(minutes=1))
    assert (again.unchanged, again.entries, again.head) == (3, 3, 3)
    assert len(store.decisions()) == 3


@pytest.fixture
def listed(home, store):
    """A home whose AS table cannot be read any more, and a store with two live entries.

    The policy shared the first, one person the second; the third, a member's, has one approval.
    """
    home.settings_file.write_text(
        '[iot]\nas_table = "as.csv"\n[share]\nmade_data = true\nstep_entries = 10\n'
    )
    table = home.path / "as.csv"
    table.write_text("start,end,asn,name\n192.0.2.3,192.0.2.3,64500,North\n")
    home = Home(home.path)
    member = Operator(
        id="north", name="North", role=MemberRole.SHARING, asns=(64500,), joined_at=MADE_AT
    )
    Operators(store.database).add(member)
    weak, mine = make_finding(server(2), score=0.4), make_finding(server(3))
    fill(store, [make_finding(server(1)), weak, mine])
    publish(home, store, NOW)
    review(home, store, [weak.id, mine.id], Verdict.SHARE, by="taro", reason="seen", at=NOW)
    assert publish(home, store, NOW).added == 1
    table.unlink()
    return home


def test_an_unread_table_stops_nothing_and_new_addresses_wait(listed, store):
    window = Window(NOW, NOW + timedelta(hours=1))
    late, name = window.end, Subject.domain("bad.example")
    fill(store, [make_finding(server(4), window=window), make_finding(name, window=window)], window)
    done = publish(listed, store, late)
    assert (done.added, done.unchanged, done.withdrawn) == (1, 2, 0)
    assert standing(store, name) == [Standing.LIVE]
    waiting = review_queue(listed, store, late)
    assert waiting.untold == UNTOLD
    told = {one.waiting.finding.subject: one.waiting for one in waiting.findings}
    assert told[server(4)].reason == UNTOLD
    assert told[server(4)].approvals == 2
    assert told[server(3)].approved_by == ("user:taro",)
    assert server(1) not in told


def test_an_unread_table_lets_no_single_person_share_and_a_mended_one_lets_go(listed, store):
    window = Window(NOW, NOW + timedelta(hours=1))
    new = make_finding(server(4), window=window)
    fill(store, [new], window)
    publish(listed, store, window.end)
    (done,) = review(
        listed, store, [new.id], Verdict.SHARE, by="taro", reason="seen", at=window.end
    )
    assert (done.verdict, done.approvals) == ("hold", 2)
    assert publish(listed, store, window.end).added == 0
    undo(listed, store, [new.id], by="taro", at=window.end)
    (listed.path / "as.csv").write_text("192.0.2.3,192.0.2.3,64500,North\n")
    done = publish(listed, store, window.end)
    assert (done.added, done.unchanged) == (1, 2)


def test_an_unread_table_takes_back_what_else_is_to_be_taken_back(listed, store):
    name = entry_id(store, server(2))
    withdraw(store, name, by="user:hanako", reason="ours", at=NOW)
    publish(listed, store, NOW)
    assert standing(store, server(2)) == [Standing.WITHDRAWN]
    assert publish(listed, store, NOW + 14 * DAY).expired == 1


def test_an_entry_expires_as_a_tombstone_and_returns_when_seen_anew(home, store):
    fill(store, [make_finding(server(1))])
    publish(home, store, NOW)
    late = NOW + 14 * DAY
    assert publish(home, store, late).expired == 1
    assert standing(store) == [Standing.EXPIRED]
    assert publish(home, store, late).entries == 0
    window = Window(late, late + timedelta(hours=1))
    fill(store, [make_finding(server(1), window=window)], window)
    assert publish(home, store, window.end).added == 1


def test_confidence_fades_on_the_list_in_steps(home, store):
    fill(store, [make_finding(server(1), score=0.9)])
    told = []
    for hours in range(0, 14 * 24, 6):
        publish(home, store, NOW + timedelta(hours=hours))
        (one,) = SharedList(store.database).entries(Choice(), limit=2)
        told.append(one.indicator.confidence)
    assert told == sorted(told, reverse=True)
    assert told[0] == 90
    assert len(set(told)) < 10


def test_a_sighting_renews(home, store):
    fill(store, [make_finding(server(1))])
    publish(home, store, NOW)
    member = Operator(id="north", name="North", role=MemberRole.SHARING, joined_at=MADE_AT)
    Operators(store.database).add(member)
    seen = Window(NOW + 9 * DAY, NOW + 10 * DAY)
    told = Sighting(
        id="s",
        indicator_id=entry_id(store, server(1)),
        operator_id="north",
        kind=SightingKind.SEEN,
        count=3,
        window=seen,
        source="api",
        received_at=seen.end,
    )
    Sightings(store.database).add([told])
    assert publish(home, store, seen.end).renewed == 1
    assert publish(home, store, NOW + 20 * DAY).expired == 0
    assert standing(store) == [Standing.LIVE]


def test_a_withdrawn_entry_is_suppressed_until_a_person_says_so(home, store):
    finding = make_finding(server(1))
    fill(store, [finding])
    publish(home, store, NOW)
    withdraw(store, entry_id(store, server(1)), by="user:hanako", reason="ours", at=NOW + DAY)
    window = Window(NOW + 2 * DAY, NOW + 2 * DAY + timedelta(hours=1))
    fill(store, [make_finding(server(1), window=window)], window)
    done = publish(home, store, window.end)
    assert (done.suppressed, done.added, standing(store)) == (1, 0, [Standing.WITHDRAWN])
    again = make_finding(server(1), window=window)
    review(home, store, [again.id], Verdict.SHARE, by="taro", reason="sure", at=window.end + DAY)
    assert publish(home, store, window.end + DAY).added == 1


def test_a_dropped_finding_leaves_and_its_undoing_brings_it_back(home, store):
    finding = make_finding(server(1))
    fill(store, [finding])
    publish(home, store, NOW)
    review(home, store, [finding.id], Verdict.DROP, by="hanako", reason="no", at=NOW + DAY)
    assert publish(home, store, NOW + DAY).withdrawn == 1
    undo(home, store, [finding.id], by="hanako", at=NOW + DAY + timedelta(hours=1))
    assert publish(home, store, NOW + 2 * DAY).added == 1
    assert standing(store) == [Standing.LIVE]


def test_a_suspended_entry_is_left_alone(home, store):
    fill(store, [make_finding(server(1))])
    publish(home, store, NOW)
    report_wrong(store, entry_id(store, server(1)), by="operator:north", why="ours", at=NOW)
    assert publish(home, store, NOW + timedelta(minutes=1)).suspended == 1
    assert standing(store) == [Standing.SUSPENDED]


def test_an_exported_list_takes_back_what_the_shared_list_did(home, store):
    fill(store, [make_finding(server(1)), make_finding(server(2))])
    publish(home, store, NOW)

    def revoked():
        policy = policy_of(home, store.database)
        done, chunks = export_indicators(
            store, home.settings, format="jsonl", at=NOW, policy=policy
        )
        assert b"192.0.2.1" in b"".join(chunks)
        return done.indicators, done.revoked

    assert revoked() == (2, 0)
    report_wrong(store, entry_id(store, server(1)), by="operator:north", why="ours", at=NOW)
    assert revoked() == (2, 1)


def test_a_report_during_publishing_is_not_overtaken(home, store, monkeypatch):
    fill(store, [make_finding(server(1), score=0.9)])
    publish(home, store, NOW)
    name = entry_id(store, server(1))
    guard = publishing.guard

    def reported_meanwhile(*args, **more):
        report_wrong(store, name, by="operator:north", why="ours", at=NOW + 8 * DAY)
        return guard(*args, **more)

    monkeypatch.setattr(publishing, "guard", reported_meanwhile)
    done = publish(home, store, NOW + 8 * DAY)
    assert (done.overtaken, done.renewed, done.entries) == (1, 0, 1)
    assert standing(store) == [Standing.SUSPENDED]


def test_two_approvals_bring_a_wide_prefix_onto_the_list(home, store):
    wide = Subject(SubjectKind.PREFIX, "198.51.0.0/16")
    finding = make_finding(wide, score=0.99)
    fill(store, [finding])
    assert publish(home, store, NOW).entries == 0
    review(home, store, [finding.id], Verdict.SHARE, by="hanako", reason="yes", at=NOW)
    assert publish(home, store, NOW).entries == 0
    review(home, store, [finding.id], Verdict.SHARE, by="taro", reason="yes", at=NOW)
    assert publish(home, store, NOW).added == 1
    assert standing(store, wide) == [Standing.LIVE]


def test_a_new_warning_list_takes_an_entry_back_and_its_removal_returns_it(home, store):
    fill(store, [make_finding(server(1))])
    publish(home, store, NOW)
    own = home.warning_lists / "own.json"
    own.write_text(json.dumps({"name": "Own", "type": "cidr", "list": ["192.0.2.0/28"]}))
    assert publish(home, store, NOW).withdrawn == 1
    (one,) = SharedList(store.database).entries(Choice(), limit=2)
    assert "Own" in one.reason.en
    own.unlink()
    assert publish(home, store, NOW).added == 1


def test_a_finding_that_is_no_more_takes_its_entry_along(home, store):
    fill(store, [make_finding(server(1)), make_finding(server(2))])
    publish(home, store, NOW)
    fill(store, [make_finding(server(2))])
    assert publish(home, store, NOW).withdrawn == 1
    assert standing(store, server(1)) == [Standing.WITHDRAWN]


def test_a_list_that_changes_too_much_waits_until_a_person_releases_it(home, store):
    fill(store, [make_finding(server(host)) for host in range(1, 21)])
    publish(home, store, NOW)
    later = Window(HOUR.end, HOUR.end + timedelta(hours=1))
    fill(store, [make_finding(server(h), window=later) for h in range(101, 121)], later)
    held = publish(home, store, later.end)
    assert (held.held, held.added, held.waiting) == (20, 0, {"c2-servers": (20, 40)})
    assert total(held) == held.entries == 40
    assert len(Holds(store.database).waiting()) == 1
    done = release(home, store, "c2-servers", by="user:taro", at=later.end)
    assert (done.added, done.held) == (20, 0)
    (one,) = Holds(store.database).history()
    assert (one.released, one.ended_by) == (True, "user:taro")
    with pytest.raises(InputError, match="does not wait"):
        release(home, store, "c2-servers", by="user:taro", at=later.end)


def test_a_hold_ends_by_itself_when_the_step_became_small(home, store):
    fill(store, [make_finding(server(host)) for host in range(1, 21)])
    publish(home, store, NOW)
    later = Window(HOUR.end, HOUR.end + timedelta(hours=1))
    fill(store, [make_finding(server(h), window=later) for h in range(101, 121)], later)
    publish(home, store, later.end)
    fill(store, [], later)
    publish(home, store, later.end)
    assert Holds(store.database).waiting() == []
    assert not Holds(store.database).history()[0].released


hosts = st.dictionaries(st.integers(1, 12), st.floats(0, 1), max_size=8)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=hosts, second=hosts, days=st.integers(0, 40))
def test_counts_add_up_and_the_second_run_is_quiet(home, store, first, second, days):
    for made in (first, second):
        fill(store, [make_finding(server(host), score=score) for host, score in made.items()])
        done = publish(home, store, NOW + days * DAY)
        assert total(done) == done.entries
        again = publish(home, store, NOW + days * DAY)
        assert again.head == done.head
        assert (again.added, again.renewed, again.withdrawn, again.expired) == (0, 0, 0, 0)


def test_no_subscriber_comes_onto_a_list(home, store):
    own = [make_finding(Subject.ip("100.64.9.9"), score=1.0), make_finding(server(1))]
    fill(store, own)
    publish(home, store, NOW)
    review(home, store, [own[0].id], Verdict.SHARE, by="taro", reason="yes", at=NOW)
    publish(home, store, NOW)
    assert standing(store, Subject.ip("100.64.9.9")) == []


def test_the_clock_s_work_tells_changes_and_then_nothing(home, store):
    fill(store, [make_finding(server(1))])
    assert publish_job(home, store, NOW)["added"] == 1
    assert not any(publish_job(home, store, NOW).values())
