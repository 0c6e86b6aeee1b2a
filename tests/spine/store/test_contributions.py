"""Contributions: kept once, renewed, withdrawn and decided, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.spine.model import Contribution, ContributionStanding, Subject, Tlp
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions
from noroshi.testing.findings import MADE_AT
from noroshi.testing.members import add_members


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        add_members(opened)
        yield opened


@pytest.fixture
def store(database):
    return Contributions(database)


def make(number=1, **more):
    return Contribution(
        **{
            "subject": Subject.ip(f"203.0.113.{number}"),
            "kind": "c2-server",
            "source": "taxii",
            "operator_id": "alpha",
            "submission_id": "s1",
            "received_at": MADE_AT,
            "object_id": f"indicator--{number}",
            "valid_until": MADE_AT + timedelta(days=1),
            "first_seen": MADE_AT,
            "tlp": Tlp.GREEN,
            "label": "beacon",
        }
        | more
    )


def of_peer(number=1, **more):
    return make(number, **({"source": "peer:p", "operator_id": None} | more))


def test_what_is_taken_comes_back_whole(store):
    assert store.take([make()]) == (1, 0)
    assert store.waiting(limit=10) == [make()]


def test_the_same_statement_is_kept_once_and_renewed(store):
    later = make(label="again", received_at=MADE_AT + timedelta(hours=1))
    store.take([make(), make(2)])
    assert store.take([make(3), later, later]) == (1, 1)
    assert later in store.waiting(limit=10)
    assert len(store.waiting(limit=10)) == 3


def test_many_are_taken_at_once(store):
    many = [of_peer(subject=Subject.ip(f"198.18.{n // 256}.{n % 256}")) for n in range(1_200)]
    assert store.take(many) == (1_200, 0)
    assert store.take(many) == (0, 1_200)
    assert store.count("peer:p") == 1_200


def test_waiting_goes_on_after_the_last_one(store):
    store.take([make(number) for number in range(5)])
    read, after = [], ""
    while page := store.waiting(limit=2, after=after):
        read += page
        after = page[-1].id
    assert len({one.id for one in read}) == len(read) == 5


def test_a_decision_stays_when_it_is_said_again(store):
    store.take([make()])
    store.settle(make().id, ContributionStanding.REFUSED, "on a warning list")
    store.take([make()])
    assert store.waiting(limit=10) == []


def test_what_was_withdrawn_waits_again_when_it_is_said_again(store):
    store.take([make()])
    assert store.withdraw("taxii", "alpha", [make().object_id]) == 1
    assert store.waiting(limit=10) == []
    store.take([make()])
    assert len(store.waiting(limit=10)) == 1


def test_nobody_withdraws_for_others(store):
    store.take([make(), of_peer()])
    assert store.withdraw("taxii", "beta", [make().object_id]) == 0
    assert store.withdraw("peer:p", "alpha", [make().object_id]) == 0
    assert store.withdraw("taxii", "alpha", []) == 0
    assert store.withdraw("peer:p", None, [make().object_id]) == 1


def test_what_a_list_no_longer_carries_is_taken_back(store):
    later = MADE_AT + timedelta(hours=1)
    store.take([of_peer(1), of_peer(2), of_peer(1, source="peer:q")])
    store.take([of_peer(2, received_at=later)])
    assert store.retire("peer:p", later) == 1
    assert [one.subject.value for one in store.of_peers()] == ["203.0.113.2", "203.0.113.1"]
    assert store.count("peer:p") == 1


def test_members_are_no_peers(store):
    store.take([make(), replace(of_peer(), tlp=Tlp.AMBER)])
    assert [one.source for one in store.of_peers()] == ["peer:p"]
