"""Whole lists: a copy made out of the last one is what making it anew would give."""

import shutil
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.console.api.whole_list import WholeList
from noroshi.console.copies import CopyKey
from noroshi.console.hub import Hub
from noroshi.relay.share import RENDERERS
from noroshi.spine.home import Home
from noroshi.spine.model import Standing, Tlp
from noroshi.spine.store import Store, stretches
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT

PATCHED = sorted(name for name, one in RENDERERS.items() if one.of_stretch is not None)
TLPS = (Tlp.GREEN.value, Tlp.AMBER.value)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(stretches, "SPAN", 3)


@pytest.fixture
def place(tmp_path):
    """Gives a fresh home each time, with a copy of tables made once."""
    template, numbers = tmp_path / "template.db", count()
    Store.open(template).close()

    def made():
        home = Home(tmp_path / str(next(numbers))).create()
        shutil.copy(template, Path(home.state_file))
        return home

    return made


def octets(hub, name, at):
    key = CopyKey("c2-servers", name, TLPS)
    copy = WholeList(hub=hub, renderer=RENDERERS[name], key=key, at=at).copy()
    return b"".join(copy.chunks()), copy


def anew(hub, name, at):
    other = Hub(home=hub.home, store=hub.store, clock=hub.clock)
    made, copy = octets(other, name, at)
    other.close()
    return made, copy.entries


@st.composite
def changes(draw):
    number = draw(st.integers(0, 11))
    made = make_change(
        number, draw(st.sampled_from(Standing)),
        collection="devices" if number == 11 else "c2-servers",
        tlp=draw(st.sampled_from((Tlp.GREEN, Tlp.AMBER, Tlp.RED))),
    )  # fmt: skip
    ends = MADE_AT + draw(st.integers(1, 9)) * HOUR
    return replace(made, indicator=replace(made.indicator, valid_until=ends))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.lists(changes(), max_size=6), st.integers(0, 2)), max_size=7))
def test_whatever_happens_to_the_list_the_octets_are_those_of_a_new_copy(place, steps):
    home, at = place(), MADE_AT
    with Store.open(home.state_file) as store:
        hub = Hub(home=home, store=store, clock=lambda: MADE_AT)
        for step, hours in steps:
            SharedList(store.database).publish(step, at)
            at += hours * HOUR
            for name in PATCHED:
                made, copy = octets(hub, name, at)
                assert (made, copy.entries) == anew(hub, name, at)
        hub.close()


def test_pieces_that_did_not_change_are_taken_over(place, monkeypatch):
    home = place()
    with Store.open(home.state_file) as store:
        hub = Hub(home=home, store=store, clock=lambda: MADE_AT)
        shared = SharedList(store.database)
        shared.publish([make_change(number) for number in range(30)], MADE_AT)
        drawn = []
        draw = RENDERERS["jsonl"].of_stretch

        def counted(stretch, edition):
            drawn.append(len(stretch.ids))
            return draw(stretch, edition)

        renderer = replace(RENDERERS["jsonl"], of_stretch=counted)
        key = CopyKey("c2-servers", "jsonl", TLPS)

        def copy(at):
            return WholeList(hub=hub, renderer=renderer, key=key, at=at).copy()

        copy(MADE_AT)
        assert sum(drawn) == 30
        drawn.clear()
        shared.publish([make_change(4, Standing.WITHDRAWN), make_change(31)], MADE_AT)
        made = copy(MADE_AT)
        assert made.entries == 30
        # What is left of the piece that lost one, and the end of the list.
        assert drawn == [2, 1]
        hub.close()


def test_a_clock_that_went_back_takes_nothing_over(place):
    home = place()
    with Store.open(home.state_file) as store:
        hub = Hub(home=home, store=store, clock=lambda: MADE_AT)
        shared = SharedList(store.database)
        made = [make_change(number) for number in range(9)]
        ends = MADE_AT + HOUR
        ending = [replace(one, indicator=replace(one.indicator, valid_until=ends)) for one in made]
        shared.publish(ending, MADE_AT)
        assert octets(hub, "jsonl", ends)[1].entries == 0
        shared.publish([make_change(10)], MADE_AT)
        assert octets(hub, "jsonl", MADE_AT)[1].entries == 10
        hub.close()
