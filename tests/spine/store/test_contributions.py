"""Contributions: kept once, renewed, withdrawn and decided, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.spine.model import Contribution, ContributionStanding, Subject, Text, Tlp
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
    assert store.listed(limit=10, standing=ContributionStanding.WAITING) == [make()]


def test_the_same_statement_is_kept_once_and_renewed(store):
    later = make(label="again", received_at=MADE_AT + timedelta(hours=1))
    store.take([make(), make(2)])
    assert store.take([make(3), later, later]) == (1, 1)
    assert replace(later, first_received_at=MADE_AT) in store.listed(
        limit=10, standing=ContributionStanding.WAITING
    )
    assert len(store.listed(limit=10, standing=ContributionStanding.WAITING)) == 3


def test_many_are_taken_at_once(store):
    many = [of_peer(subject=Subject.ip(f"198.18.{n // 256}.{n % 256}")) for n in range(1_200)]
    assert store.take(many) == (1_200, 0)
    assert store.take(many) == (0, 1_200)
    assert store.count("peer:p") == 1_200


def test_waiting_goes_on_after_the_last_one(store):
    store.take([make(number) for number in range(5)])
    read, after = [], ""
    while page := store.listed(limit=2, after=after, standing=ContributionStanding.WAITING):
        read += page
        after = page[-1].id
    assert len({one.id for one in read}) == len(read) == 5


def test_a_decision_stays_when_it_is_said_again(store):
    store.take([make()])
    store.settle([make().id], ContributionStanding.REFUSED, Text(ja="理由", en="on a warning list"))
    store.take([make()])
    assert store.listed(limit=10, standing=ContributionStanding.WAITING) == []
    (one,) = store.listed(limit=10)
    assert one.reason == Text(ja="理由", en="on a warning list")
    assert one.as_dict()["reason"] == {"ja": "理由", "en": "on a warning list"}


def test_what_was_withdrawn_waits_again_when_it_is_said_again(store):
    store.take([make()])
    assert store.withdraw("taxii", "alpha", [make().object_id]) == 1
    assert store.listed(limit=10, standing=ContributionStanding.WAITING) == []
    store.take([make()])
    assert len(store.listed(limit=10, standing=ContributionStanding.WAITING)) == 1


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


def test_what_returns_after_it_was_taken_back_begins_anew(store):
    later = MADE_AT + timedelta(days=2)
    store.take([make()])
    store.settle([make().id], ContributionStanding.REFUSED, Text(ja="理由", en="ours"))
    store.withdraw("taxii", "alpha", [make().object_id])
    store.take([make(received_at=later)])
    (one,) = store.listed(limit=9)
    assert (one.since, one.standing, one.reason) == (later, ContributionStanding.WAITING, None)


def test_what_was_taken_back_is_not_settled(store):
    store.take([make()])
    store.withdraw("taxii", "alpha", [make().object_id])
    store.settle([make().id], ContributionStanding.ACCEPTED, Text(ja="理由", en="late"))
    assert store.listed(limit=9)[0].standing is ContributionStanding.WITHDRAWN


def test_what_is_said_of_a_subject_comes_in_its_order(store):
    store.take([of_peer(received_at=MADE_AT + timedelta(hours=1)), make(), make(2)])
    store.take([make(operator_id="beta", object_id="indicator--b", label="gone")])
    store.withdraw("taxii", "beta", ["indicator--b"])
    assert [one.giver for one in store.of_subject("c2-server", make().subject)] == [
        "alpha",
        "peer:p",
    ]
    assert store.of_subject("malicious-site", make().subject) == []


def test_a_member_finds_what_it_said_by_its_own_ids(store):
    store.take([make(), make(2), make(3, operator_id="beta")])
    found = store.of_objects("taxii", "alpha", [make(n).object_id for n in (1, 3, 4)])
    assert list(found) == [make().object_id]


def test_only_the_sources_asked_for_are_read(store):
    store.take([make(), of_peer(), of_peer(source="peer:q")])
    assert {one.source for one in store.said(sources=("taxii", "peer:q"))} == {"taxii", "peer:q"}


def test_a_list_is_of_one_member_and_one_standing(store):
    store.take([make(), make(2), make(3, operator_id="beta")])
    store.settle([make().id], ContributionStanding.ACCEPTED, Text(ja="理由", en="seen"))
    mine = store.listed(limit=9, operator_id="alpha", standing=ContributionStanding.ACCEPTED)
    assert [one.id for one in mine] == [make().id]
    assert len(store.listed(limit=9, operator_id="alpha")) == 2
