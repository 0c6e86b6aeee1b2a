"""Pulls: they add up by day, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from noroshi.spine.store import Database
from noroshi.spine.store.member_tables import OperatorRow
from noroshi.spine.store.pulls import Pull, Pulls
from noroshi.testing.findings import MADE_AT

FIRST = Pull(
    operator_id="alpha",
    collection="c2-servers",
    format="csv",
    last_at=MADE_AT,
    octets=100,
    entries=10,
    sequence=10,
)


def operator_row(name):
    return {
        "id": name,
        "name": name.title(),
        "role": "sharing",
        "asns": [],
        "prefixes": [],
        "domains": [],
        "contacts": [],
        "entitlements": ["c2-servers"],
        "action": "none",
        "joined_at": MADE_AT,
    }


@pytest.fixture
def pulls(database_place):
    with Database.open(database_place) as database:
        with database.writing() as session:
            session.execute(insert(OperatorRow), [operator_row("alpha"), operator_row("beta")])
        yield Pulls(database)


def test_pulls_of_one_day_are_one_row(pulls):
    later = replace(FIRST, last_at=MADE_AT + timedelta(minutes=5), sequence=12, entries=2, octets=9)
    pulls.add([FIRST])
    pulls.add([later, FIRST])
    (row,) = pulls.of("alpha")
    assert (row.pulls, row.octets, row.entries, row.sequence) == (3, 209, 22, 12)
    assert row.last_at == later.last_at


def test_other_days_formats_lists_and_operators_stand_apart(pulls):
    pulls.add(
        [
            FIRST,
            replace(FIRST, last_at=MADE_AT + timedelta(days=1)),
            replace(FIRST, format="stix"),
            replace(FIRST, collection="devices"),
            replace(FIRST, operator_id="beta"),
        ]
    )
    assert len(pulls.of("alpha")) == 4
    assert pulls.of("alpha")[0].last_at == MADE_AT + timedelta(days=1)
    assert len(pulls.of("alpha", since=MADE_AT + timedelta(hours=1))) == 1
    assert len(pulls.of("beta")) == 1


def test_a_slow_old_reading_does_not_move_the_cursor_back(pulls):
    pulls.add([replace(FIRST, sequence=50)])
    pulls.add([replace(FIRST, sequence=20)])
    assert pulls.of("alpha")[0].sequence == 50


def test_an_unknown_operator_spoils_nothing(pulls):
    pulls.add([replace(FIRST, operator_id="nobody"), FIRST])
    assert pulls.of("nobody") == []
    assert len(pulls.of("alpha")) == 1


def test_nothing_to_add_is_fine(pulls):
    pulls.add([])
    assert pulls.of("alpha") == []
