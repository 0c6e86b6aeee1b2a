"""Sighting in the lake: far ends that are listed are counted by day, and nothing else is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.share.sighting_lake import sight_lake, whole_days
from noroshi.spine.home import Home
from noroshi.spine.model import (
    ConfigError,
    Endpoint,
    MemberRole,
    Operator,
    Standing,
    Subject,
    SubscriberSide,
    Window,
)
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.changes import make_change
from noroshi.testing.flows import MONDAY, flow, flow_table
from noroshi.testing.indicators import make_indicator
from noroshi.testing.lakes import write_file

AT = MONDAY + timedelta(days=3)
DAY = timedelta(days=1)
SUBSCRIBER = "100.64.0.9:50000"


def listed(subject, standing=Standing.LIVE):
    return replace(make_change(0, standing), indicator=make_indicator(subject))


WEB = Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))
HOST = Subject.ip("2001:db8::bad")
GONE = Subject.ip("192.0.2.3")


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path).create()
    out, back = SubscriberSide.SOURCE, SubscriberSide.DESTINATION
    rows = [
        flow(SUBSCRIBER, "192.0.2.1:443/tcp", subscriberSide=out),
        flow(SUBSCRIBER, "192.0.2.1:443/tcp", at_s=60, subscriberSide=out),
        flow(SUBSCRIBER, "192.0.2.1:443/tcp", at_s=86_400, subscriberSide=out),
        flow(SUBSCRIBER, "192.0.2.1:80/tcp", subscriberSide=out),
        flow(SUBSCRIBER, "192.0.2.1:443/udp", subscriberSide=out),
        flow("192.0.2.1:443", "100.64.0.9:50000/tcp", subscriberSide=back),
        flow("[2001:db8::bad]:7", "[2001:db8:5::9]:50000/udp", subscriberSide=back),
        flow(SUBSCRIBER, "192.0.2.3:443/tcp", subscriberSide=out),
        flow("192.0.2.1:443", "192.0.2.9:50000/tcp", subscriberSide=SubscriberSide.BOTH),
    ]
    write_file(made.flows, flow_table(rows), "0" * 16)
    with Store.open(made.state) as store:
        Operators(store.database).add(
            Operator(id="alpha", name="Alpha", role=MemberRole.SHARING, joined_at=MONDAY)
        )
        SharedList(store.database).publish(
            [listed(WEB), listed(HOST), listed(GONE, Standing.WITHDRAWN)], MONDAY
        )
    return made


def recorded(home):
    with Store.open(home.state) as store:
        told = Sightings(store.database).of_operator("alpha")
    return sorted((one.indicator_id, one.window, one.count, one.source) for one in told)


def test_far_ends_are_counted_by_entry_and_day(home):
    done = sight_lake(home, operator_id="alpha", at=AT)
    first, second = Window(MONDAY, MONDAY + DAY), Window(MONDAY + DAY, MONDAY + 2 * DAY)
    web, host = make_indicator(WEB).id, make_indicator(HOST).id
    assert recorded(home) == sorted(
        [(web, first, 3, "lake"), (web, second, 1, "lake"), (host, first, 1, "lake")]
    )
    assert (done.entries, done.met, done.hits, done.sightings) == (2, 2, 5, 3)


def test_counting_again_changes_nothing(home):
    sight_lake(home, operator_id="alpha", at=AT)
    before = recorded(home)
    sight_lake(home, operator_id="alpha", at=AT + DAY)
    assert recorded(home) == before


def test_a_part_of_a_day_counts_the_whole_day(home):
    window = Window(MONDAY + DAY + timedelta(hours=5), MONDAY + DAY + timedelta(hours=6))
    done = sight_lake(home, operator_id="alpha", at=AT, window=window)
    assert (done.hits, done.window) == (1, Window(MONDAY + DAY, MONDAY + 2 * DAY))


def test_the_read_is_recorded_with_its_purpose(home):
    sight_lake(home, operator_id="alpha", at=AT)
    with Store.open(home.state) as store:
        (run,) = store.runs(job="share sight")
    assert run.inputs["purpose"] == "count flows to listed servers"
    assert (run.outcome, run.counts) == ("done", {"sightings": 3})


def test_no_subscriber_reaches_the_record(home):
    sight_lake(home, operator_id="alpha", at=AT)
    assert b"100.64.0.9" not in home.state_file.read_bytes()


def test_what_is_missing_is_told(home, tmp_path):
    with pytest.raises(ConfigError, match="no operator beta"):
        sight_lake(home, operator_id="beta", at=AT)
    with Store.open(home.state) as store:
        SharedList(store.database).publish(
            [listed(WEB, Standing.EXPIRED), listed(HOST, Standing.EXPIRED)], AT
        )
    with pytest.raises(ConfigError, match="no address is listed"):
        sight_lake(home, operator_id="alpha", at=AT)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ((5, 3), (5, 4), (5, 6)),
        ((5, 0), (6, 0), (5, 6)),
        ((5, 0), (5, 0), (5, 6)),
        ((5, 1), (7, 1), (5, 8)),
    ],
)
def test_windows_grow_to_days(start, end, days):
    def moment(day, hour=0):
        return datetime(2026, 1, day, hour, tzinfo=UTC)

    assert whole_days(Window(moment(*start), moment(*end))) == Window(*map(moment, days))
