"""Sightings: statements replace their former selves and add up to figures, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from noroshi.spine.model import Sighting, SightingKind, Window
from noroshi.spine.store import Database
from noroshi.spine.store.member_tables import OperatorRow
from noroshi.spine.store.sightings import Sighted, Sightings, sighting_id
from noroshi.testing.findings import MADE_AT

DAY = Window(MADE_AT, MADE_AT + timedelta(days=1))


@pytest.fixture
def sightings(database_place):
    with Database.open(database_place) as database:
        lists = {key: [] for key in ("asns", "prefixes", "domains", "contacts", "entitlements")}
        rows = [
            {"id": name, "name": name, "role": "sharing", "action": "none", "joined_at": MADE_AT}
            for name in ("alpha", "beta")
        ]
        with database.writing() as session:
            session.execute(insert(OperatorRow), [row | lists for row in rows])
        yield Sightings(database)


def seen(
    indicator="one", count=1, operator="alpha", kind=SightingKind.SEEN, window=DAY, at=MADE_AT
):
    return Sighting(
        id=sighting_id(indicator, operator, kind, "api", window),
        indicator_id=indicator,
        operator_id=operator,
        kind=kind,
        count=count,
        window=window,
        source="api",
        received_at=at,
    )


def test_the_same_statement_again_replaces(sightings):
    sightings.add([seen(count=3)])
    sightings.add([seen(count=5)])
    assert sightings.of_indicator("one") == [seen(count=5)]


def test_other_windows_and_operators_are_other_statements(sightings):
    later = Window(DAY.end, DAY.end + timedelta(days=1))
    sightings.add([seen(), seen(window=later), seen(operator="beta")])
    assert len(sightings.of_indicator("one")) == 3
    assert sightings.of_indicator("one")[0].window == later
    assert len(sightings.of_operator("alpha")) == 2
    assert len(sightings.of_operator("alpha", limit=1)) == 1


def test_figures_add_up_by_operator(sightings):
    wrong = SightingKind.FALSE_POSITIVE
    later = MADE_AT + timedelta(hours=2)
    sightings.add([seen(count=3), seen("two", count=4, at=later), seen("two", kind=wrong)])
    sightings.add([seen("three", kind=wrong, operator="beta")])
    assert sightings.figures() == {
        "alpha": Sighted(operator_id="alpha", hits=7, entries=2, wrong=1, last_at=later),
        "beta": Sighted(operator_id="beta", hits=0, entries=1, wrong=1, last_at=None),
    }
    assert sightings.figures()["alpha"].wrong_rate == 0.5
    assert set(sightings.figures(after=MADE_AT)) == {"alpha"}
    assert sightings.figures(after=later) == {}
    assert sightings.figures(until=later)["alpha"].hits == 7
    assert sightings.figures(until=MADE_AT - timedelta(seconds=1)) == {}


def test_without_statements_there_is_no_rate():
    none = Sighted(operator_id="alpha", hits=0, entries=0, wrong=0, last_at=None)
    assert none.wrong_rate is None


def test_the_last_sight_of_an_entry_renews_it(sightings):
    sightings.add([seen(), seen("two", kind=SightingKind.FALSE_POSITIVE)])
    assert sightings.last_seen(["one", "two", "three"]) == {"one": DAY.end}


def test_nothing_to_add_is_fine(sightings):
    sightings.add([])
    assert sightings.figures() == {}
