"""Usage: counted from pulls and sightings, and nothing that is not there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.jobs.share.usage import usage_of, usages
from noroshi.spine.model import (
    Action,
    MemberRole,
    Operator,
    Sighting,
    SightingKind,
    Standing,
    Window,
)
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.pulls import Pull, Pulls
from noroshi.spine.store.sightings import Sightings, sighting_id
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT

ALPHA = Operator(
    id="alpha",
    name="Alpha",
    role=MemberRole.SHARING,
    joined_at=MADE_AT - timedelta(days=500),
    entitlements=("c2-servers",),
)
DAY = timedelta(days=1)


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        Operators(opened).add(ALPHA)
        SharedList(opened).publish([make_change(n) for n in range(4)], MADE_AT - 2 * DAY)
        yield opened


def pull(sequence, ago, **more):
    values = {"operator_id": "alpha", "collection": "c2-servers", "format": "csv"}
    moment = MADE_AT - ago
    return Pull(**(values | more), last_at=moment, octets=10, entries=2, sequence=sequence)


def sighting(ago, kind=SightingKind.SEEN, indicator="one", count=3):
    window = Window(MADE_AT - ago, MADE_AT - ago + DAY)
    return Sighting(
        id=sighting_id(indicator, "alpha", kind, "api", window),
        indicator_id=indicator,
        operator_id="alpha",
        kind=kind,
        count=count,
        window=window,
        source="api",
        received_at=MADE_AT - ago,
    )


def test_one_who_did_nothing_uses_nothing(database):
    usage = usage_of(database, ALPHA, MADE_AT)
    (reading,) = usage.readings
    assert (usage.using, usage.hits, usage.wrong_rate, usage.last_pull_at) == (False, 0, None, None)
    assert (reading.held, reading.lag_editions, reading.lag_minutes) == (0, 4, 2 * 24 * 60)


def test_lag_and_entries_held_come_from_the_cursor(database):
    SharedList(database).publish([make_change(0, Standing.WITHDRAWN)], MADE_AT - DAY)
    Pulls(database).add([pull(2, 3 * DAY, format="stix"), pull(4, 2 * DAY, format="delta")])
    (reading,) = usage_of(database, ALPHA, MADE_AT).readings
    assert (reading.sequence, reading.format, reading.pulls, reading.octets) == (4, "delta", 2, 20)
    assert (reading.lag_editions, reading.lag_minutes, reading.held) == (1, 24 * 60, 4)


@pytest.mark.parametrize(
    ("pulled", "action", "sighted", "using"),
    [
        (1, Action.BLOCK, None, True),
        (1, Action.NONE, 1, True),
        (1, Action.NONE, None, False),
        (1, Action.NONE, 8, False),
        (8, Action.BLOCK, 1, False),
    ],
)
def test_using_is_pulled_and_acted_within_seven_days(database, pulled, action, sighted, using):
    Pulls(database).add([pull(4, pulled * DAY)])
    if sighted is not None:
        Sightings(database).add([sighting(sighted * DAY)])
    assert usage_of(database, replace(ALPHA, action=action), MADE_AT).using is using


def test_a_report_of_an_error_is_no_hit(database):
    wrong = SightingKind.FALSE_POSITIVE
    Pulls(database).add([pull(4, DAY)])
    Sightings(database).add([sighting(DAY, wrong, count=1)])
    usage = usage_of(database, ALPHA, MADE_AT)
    assert (usage.using, usage.hits, usage.wrong_rate, usage.last_sighting_at) == (
        False,
        0,
        1.0,
        None,
    )


def test_a_coordinator_reads_every_list(database):
    centre = replace(ALPHA, id="hub", role=MemberRole.COORDINATOR, entitlements=())
    Operators(database).add(centre)
    of_alpha, of_centre = usages(database, [ALPHA, centre], MADE_AT)
    assert [of_alpha.operator.id, of_centre.operator.id] == ["alpha", "hub"]
    assert len(of_centre.readings) == 4
