"""In use: the 7 days that end at a moment, for whoever takes part then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.jobs.share.in_use import in_use_at, participants
from noroshi.spine.model import Action, MemberRole, Operator, Sighting, SightingKind, Window
from noroshi.spine.store import Database
from noroshi.spine.store.members import Operators
from noroshi.spine.store.pulls import Pull, Pulls
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.findings import MADE_AT

DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
ALPHA = Operator(
    id="alpha", name="Alpha", role=MemberRole.SHARING, joined_at=MADE_AT - 90 * DAY,
    action=Action.ALERT,
)  # fmt: skip


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        Operators(opened).add(ALPHA)
        yield opened


def pulled(database, at, collection="c2-servers"):
    pull = Pull(
        operator_id="alpha", collection=collection, format="csv", last_at=at, octets=1,
        entries=1, sequence=1,
    )  # fmt: skip
    Pulls(database).add([pull])


def met(database, at, *, count=1, kind=SightingKind.SEEN):
    sighting = Sighting(
        id=f"{at}", indicator_id="one", operator_id="alpha", kind=kind, count=count,
        window=Window(at - DAY, at), source="api", received_at=at,
    )  # fmt: skip
    Sightings(database).add([sighting])


@pytest.mark.parametrize(
    ("ago", "uses"),
    [(-MOMENT, False), (timedelta(), True), (7 * DAY - MOMENT, True), (7 * DAY, False)],
)
def test_the_last_seven_days_count_and_nothing_later(database, ago, uses):
    pulled(database, MADE_AT - ago)
    met(database, MADE_AT - ago)
    used = in_use_at(database, MADE_AT)
    for operator in (ALPHA, replace(ALPHA, action=Action.NONE)):
        assert used.uses(operator, "c2-servers") is uses


def test_each_list_counts_for_itself(database):
    pulled(database, MADE_AT)
    pulled(database, MADE_AT, "devices")
    pulled(database, MADE_AT - 8 * DAY, "routing")
    used = in_use_at(database, MADE_AT)
    assert used.lists_of(ALPHA) == ("c2-servers", "devices")
    assert used.last_pull("alpha", "routing") is None


def test_reading_alone_and_calling_wrong_are_no_use(database):
    idle = replace(ALPHA, action=Action.NONE)
    pulled(database, MADE_AT)
    met(database, MADE_AT, kind=SightingKind.FALSE_POSITIVE)
    assert in_use_at(database, MADE_AT).lists_of(idle) == ()
    met(database, MADE_AT - DAY)
    assert in_use_at(database, MADE_AT).lists_of(idle) == ("c2-servers",)


def test_who_takes_part_is_a_question_of_role_and_time(database):
    for name, changes in {
        "analyses": {"role": MemberRole.ANALYSING},
        "centre": {"role": MemberRole.COORDINATOR},
        "ministry": {"role": MemberRole.MINISTRY},
        "coming": {"joined_at": MADE_AT + MOMENT},
        "gone": {"left_at": MADE_AT},
        "leaving": {"left_at": MADE_AT + MOMENT},
    }.items():
        Operators(database).add(replace(ALPHA, id=name, **changes))
    there = [one.id for one in participants(database, MADE_AT)]
    assert there == ["alpha", "analyses", "leaving"]
