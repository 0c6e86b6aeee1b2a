"""Who still reaches a page: counts from the lake, an upper bound, and never who."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.jobs.flows.asking import Asked
from noroshi.jobs.sites.reaching import ReachHour, effect_of, met_addresses, reach
from noroshi.sites.judge.page_judge import KIND
from noroshi.sites.visit import Hop, HopKind
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError, Subject, SubscriberSide, Window
from noroshi.spine.store import Database, Store
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.flows import MONDAY, flow, flow_table
from noroshi.testing.followed_pages import URL, FollowedHome
from noroshi.testing.indicators import make_indicator
from noroshi.testing.lakes import write_file

OUT, BACK = SubscriberSide.SOURCE, SubscriberSide.DESTINATION
HOUR = timedelta(hours=1)


@pytest.fixture
def own(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:
        made = FollowedHome(home, database)
        made.add()
        yield made


def fill(home, rows):
    write_file(home.flows, flow_table(rows), "0" * 16)


def to_page(client, hour, **more):
    given = {"subscriberSide": OUT, "samplingInterval": 1} | more
    return flow(f"100.64.0.{client}:50000", "192.0.2.1:443/tcp", at_s=3600 * hour, **given)


def asked(own, page=URL, **more):
    return reach(own.home, own.database, page, asked=Asked(purpose="test"), **more)


def test_clients_flows_and_octets_are_counted_by_hour(own):
    fill(own.home, [
        to_page(1, 0), to_page(1, 0.5), to_page(2, 0.2, samplingInterval=10),
        flow("192.0.2.1:443", "100.64.0.3:50000/tcp", at_s=3600, subscriberSide=BACK, samplingInterval=1),
        flow("100.64.0.4:50000", "192.0.2.1:25/tcp", at_s=0, subscriberSide=OUT),
        flow("100.64.0.4:50000", "192.0.2.9:443/tcp", at_s=0, subscriberSide=OUT),
        flow("198.51.100.7:50000", "192.0.2.1:443/tcp", at_s=7200, subscriberSide=SubscriberSide.NONE, samplingInterval=1),
    ])  # fmt: skip
    found = asked(own)
    assert found.hours == (
        ReachHour(start=MONDAY, clients=2, flows=3, octets=12_000),
        ReachHour(start=MONDAY + HOUR, clients=1, flows=1, octets=1_000),
        ReachHour(start=MONDAY + 2 * HOUR, clients=0, flows=1, octets=1_000),
    )
    assert (found.clients, found.flows, found.octets) == (3, 5, 14_000)
    assert "100.64" not in repr(found)


def test_the_read_is_recorded_with_its_purpose(own):
    fill(own.home, [to_page(1, 0)])
    asked(own, "x7k2q9.test")
    with Store.open(own.home.state) as store:
        (run,) = store.runs(job="sites reach")
    assert (run.inputs["host"], run.inputs["purpose"]) == ("x7k2q9.test", "test")


def test_nobody_reaches_what_no_flow_names(own):
    fill(own.home, [flow("100.64.0.1:5", "192.0.2.9:443/tcp", subscriberSide=OUT)])
    found = asked(own)
    assert (found.clients, found.flows, found.hours) == (0, 0, ())


def test_an_unknown_host_or_an_empty_lake_says_what_to_do(own):
    with pytest.raises(InputError, match="--address"):
        asked(own, "never.example")
    with pytest.raises(ConfigError, match="flows import"):
        asked(own)


def test_addresses_can_be_given_and_this_machine_is_none(own):
    fill(own.home, [to_page(1, 0)])
    assert asked(own, "never.example", addresses=["192.0.2.1"]).clients == 1
    here = Hop(url="https://here.test/a", kind=HopKind.START, status=200, address="127.0.0.1")
    own.add("https://here.test/a", number=2, change=lambda seen: replace(seen, chain=(here,)))
    assert met_addresses(own.home, own.database, "here.test") == ()


def test_a_block_is_held_against_the_hours_before_it(own):
    rows = [to_page(client, hour) for hour in range(6) for client in range(1, 9)]
    rows += [to_page(1, hour) for hour in range(6, 14)]
    fill(own.home, rows)
    change = make_change(0)
    entry = replace(
        change, collection="malicious-sites",
        indicator=replace(make_indicator(Subject.url(URL)), kind=KIND),
    )  # fmt: skip
    SharedList(own.database).publish([entry], MONDAY + 6.5 * HOUR)
    effect = asked(own).effect
    assert (effect.hours_before, effect.clients_before) == (6, 48)
    assert (effect.hours_after, effect.clients_after) == (6, 6)
    assert effect.ratio == pytest.approx(1 / 8)
    assert effect.word == "falls"
    later = asked(own, blocked_at=MONDAY + 3 * HOUR).effect
    assert (later.hours_before, later.blocked_at) == (3, MONDAY + 3 * HOUR)


@pytest.mark.parametrize(
    ("counts", "word"),
    [((9, 9, 9, 9, 9, 9), "unclear"), ((0, 0, 0, 0, 9, 9), "rises"), ((0,) * 6, "unclear")],
)
def test_only_a_clear_difference_is_told(counts, word):
    hours = [
        ReachHour(start=MONDAY + at * HOUR, clients=count, flows=count, octets=0)
        for at, count in enumerate(counts)
    ]
    effect = effect_of(hours, Window(MONDAY, MONDAY + 6 * HOUR), MONDAY + 2.5 * HOUR)
    assert effect.word == word


@pytest.mark.parametrize("at", [-1, 0.5, 5.5, 9])
def test_without_whole_hours_on_both_sides_nothing_is_compared(at):
    window = Window(MONDAY, MONDAY + 6 * HOUR)
    assert effect_of([], window, MONDAY + at * HOUR) is None
