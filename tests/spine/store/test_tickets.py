"""Tickets: taken once, in time, for their purpose."""

import pytest

from noroshi.spine.store import tickets as module
from noroshi.spine.store.tickets import LASTING, Tickets
from noroshi.testing.members import JOINED


@pytest.fixture
def tickets(database):
    return Tickets(database)


def test_content_is_taken_once(tickets):
    secret = tickets.put("sign-on", {"nonce": "n"}, JOINED)
    assert tickets.take("sign-on", secret, JOINED) == {"nonce": "n"}
    assert tickets.take("sign-on", secret, JOINED) is None


def test_content_of_another_purpose_or_time_is_not_given(tickets):
    secret = tickets.put("sign-on", {}, JOINED)
    assert tickets.take("passkey", secret, JOINED) is None
    assert tickets.take("sign-on", secret, JOINED + LASTING) is None


def test_the_oldest_give_way(tickets, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    secrets = [tickets.put("p", {}, JOINED + n * LASTING / 10) for n in range(3)]
    taken = [tickets.take("p", secret, JOINED + LASTING / 2) for secret in secrets]
    assert taken == [None, {}, {}]
