"""Holds: one waits for each list, its counts stay fresh, and its end is on record."""

from datetime import timedelta

import pytest

from noroshi.spine.store import Database
from noroshi.spine.store.holds import Holds
from noroshi.testing.findings import MADE_AT

LATER = MADE_AT + timedelta(hours=1)


@pytest.fixture
def holds(database_place):
    with Database.open(database_place) as database:
        yield Holds(database)


def test_a_list_that_waits_keeps_its_time_and_gets_new_counts(holds):
    holds.hold("c2-servers", before=100, after=200, at=MADE_AT)
    holds.hold("c2-servers", before=100, after=300, at=LATER)
    (one,) = holds.waiting()
    assert (one.held_at, one.entries_before, one.entries_after) == (MADE_AT, 100, 300)


def test_an_ended_hold_waits_no_longer_and_says_who_ended_it(holds):
    holds.hold("c2-servers", before=100, after=200, at=MADE_AT)
    assert holds.end("c2-servers", by="user:taro", released=True, at=LATER)
    assert holds.waiting() == []
    (one,) = holds.history()
    assert (one.ended_by, one.released, one.ended_at) == ("user:taro", True, LATER)


def test_ending_what_does_not_wait_is_told(holds):
    assert not holds.end("c2-servers", by="user:taro", released=True, at=LATER)


def test_lists_wait_each_for_itself(holds):
    holds.hold("c2-servers", before=100, after=200, at=MADE_AT)
    holds.hold("malicious-sites", before=10, after=200, at=LATER)
    holds.end("c2-servers", by="user:taro", released=True, at=LATER)
    assert [one.collection for one in holds.waiting()] == ["malicious-sites"]
