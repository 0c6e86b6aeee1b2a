"""Peers: a list is read on from where the last pull ended."""

from datetime import timedelta

import pytest

from noroshi.spine.store import Database
from noroshi.spine.store.peers import Peers, Progress
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def store(database_place):
    with Database.open(database_place) as opened:
        yield Peers(opened)


def test_progress_comes_back_and_moves_on(store):
    assert store.progress("p") is None
    first = Progress(origin="taxii x", cursor="1", pulled_at=MADE_AT)
    store.advance("p", first)
    assert store.progress("p") == first
    second = Progress(origin="taxii y", cursor="2", pulled_at=MADE_AT + timedelta(days=1))
    store.advance("p", second)
    assert store.progress("p") == second
