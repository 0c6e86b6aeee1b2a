"""Peer lists: what peers say of addresses, one list a peer."""

import pytest

from noroshi.jobs.c2.peer_lists import peer_lists
from noroshi.spine.model import Contribution, Endpoint, Subject
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        yield opened


def said(subject, source="peer:a", kind="c2-server"):
    return Contribution(
        subject=subject, kind=kind, source=source, submission_id="s", received_at=MADE_AT
    )


def test_each_peer_is_a_list_of_its_addresses(database):
    endpoint = Subject.endpoint(Endpoint("203.0.113.2", 443, "tcp"))
    Contributions(database).take(
        [
            said(Subject.ip("203.0.113.1")),
            said(endpoint),
            said(Subject.domain("c2.example")),
            said(Subject.ip("203.0.113.1"), source="peer:b"),
            said(Subject.ip("203.0.113.9"), kind="malicious-site"),
        ]
    )
    one, two = peer_lists(database, "c2-server")
    assert (one.name, one.read, dict(one.refused)) == ("a", 3, {"no-address": 1})
    assert {o.subject for o in one.observations} == {endpoint, Subject.ip("203.0.113.1")}
    assert (two.name, len(two.observations), two.snapshot) == ("b", 1, MADE_AT)


def test_without_peers_there_are_no_lists(database):
    assert peer_lists(database, "c2-server") == []
