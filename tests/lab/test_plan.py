"""The made day: repeatable, with a truth that its flows bear out."""

import hashlib
from dataclasses import fields
from datetime import timedelta
from ipaddress import ip_address

import numpy as np
import pytest

from noroshi.lab.clock import jst_hour
from noroshi.lab.columns import Columns
from noroshi.lab.ground import MAPPED
from noroshi.lab.plan import A_DAY, BOTNETS, HERDS, ORDINARY, Day, Plan, make_day
from noroshi.lab.population import is_subscriber
from noroshi.spine.model import Window, address_text

SMALL = Plan(seed=7, subscribers=240)


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(SMALL)


def digest(table: Columns) -> str:
    state = hashlib.sha256()
    for field in fields(table):
        value = getattr(table, field.name)
        state.update(digest(value).encode() if isinstance(value, Columns) else value.tobytes())
    return state.hexdigest()


def test_same_plan_gives_the_same_octets(day):
    again = make_day(SMALL)
    assert digest(again.records()) == digest(day.records())
    assert again.truth == day.truth


def test_another_seed_gives_another_day(day):
    other = make_day(Plan(seed=8, subscribers=240))
    assert digest(other.all()) != digest(day.all())


def test_every_behaviour_makes_traffic(day):
    silent = [name for name, batch in day.conversations.items() if len(batch) == 0]
    assert silent == []
    assert set(day.conversations) == set(ORDINARY) | {family for family, *_ in HERDS}


def test_every_way_of_control_is_in_the_truth(day):
    assert {controller.kind for controller in day.truth.controllers} == set(BOTNETS)


def test_every_controller_has_records_with_each_of_its_bots(day):
    records = day.records()
    for controller in day.truth.controllers:
        hi, lo = halves(controller.endpoint.address)
        called = (records.destination.hi == hi) & (records.destination.lo == lo)
        at_port = called & (records.destination.port == controller.endpoint.port)
        assert set(records.subscriber[at_port].tolist()) == set(controller.bots), controller


def halves(address: str) -> tuple[int, int]:
    parsed = ip_address(address)
    if parsed.version == 4:
        return 0, MAPPED | int(parsed)
    return int(parsed) >> 64, int(parsed) & (2**64 - 1)


def test_bots_of_controllers_are_infected_lines(day):
    for controller in day.truth.controllers:
        assert controller.bots
        assert all(controller.family in day.truth.infected[line] for line in controller.bots)


def test_no_ordinary_behaviour_touches_a_controller(day):
    for name in ORDINARY:
        batch = day.conversations[name]
        ends = {*zip(batch.server.hi.tolist(), batch.server.lo.tolist(), strict=True)}
        ends |= {*zip(batch.client.hi.tolist(), batch.client.lo.tolist(), strict=True)}
        assert not day.truth.addresses & {address_text(*end) for end in ends}, name


def test_exactly_one_end_of_each_conversation_is_a_subscriber(day):
    conversations = day.all()
    assert (is_subscriber(conversations.client) ^ is_subscriber(conversations.server)).all()


def test_controllers_share_their_24_with_ordinary_servers():
    day = make_day(Plan(seed=1, subscribers=400))
    ordinary = {
        int(lo) >> 8
        for name in ORDINARY
        for lo in np.unique(
            day.conversations[name].server.lo[day.conversations[name].server.hi == 0]
        )
    }
    blocks = {halves(address)[1] >> 8 for address in day.truth.addresses if "." in address}
    shared = blocks & ordinary
    assert len(shared) >= len(blocks) * 0.9


def test_a_quarter_of_the_conversations_use_ipv6():
    share = float((make_day(Plan(subscribers=1500)).all().client.hi != 0).mean())
    assert 0.18 < share < 0.32


def test_evenings_are_busier_than_nights(day):
    hours = jst_hour(day.conversations["web"].start_ms)
    assert ((hours >= 20) & (hours < 22)).sum() > 4 * ((hours >= 2) & (hours < 4)).sum()


def test_leaving_a_behaviour_out_changes_no_other(day, monkeypatch):
    monkeypatch.setattr(
        "noroshi.lab.plan.ORDINARY", {k: v for k, v in ORDINARY.items() if k != "web"}
    )
    without = make_day(SMALL)
    assert "web" not in without.conversations
    assert all(
        digest(batch) == digest(day.conversations[name])
        for name, batch in without.conversations.items()
    )


def test_one_line_makes_a_day():
    day = make_day(Plan(seed=3, subscribers=1))
    assert len(day.records()) > 0


def test_a_short_window_stays_inside():
    window = Window(A_DAY.start, A_DAY.start + timedelta(hours=2))
    records = make_day(Plan(seed=3, subscribers=60, window=window)).records()
    assert len(records) > 0
    assert records.first_ms.min() >= window.start_ms
    assert records.first_ms.max() < window.end_ms


@pytest.mark.parametrize("subscribers", [0, -1, 1 << 21])
def test_absurd_populations_are_refused(subscribers):
    with pytest.raises(ValueError, match="choose 1 to"):
        make_day(Plan(subscribers=subscribers))
