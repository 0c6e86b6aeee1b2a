"""Submissions: a status is for whoever posted, for a week."""

from datetime import timedelta

import pytest

from noroshi.spine.store import Database
from noroshi.spine.store.submissions import KEPT, Submissions
from noroshi.testing.findings import MADE_AT
from noroshi.testing.members import add_members


@pytest.fixture
def store(database_place):
    with Database.open(database_place) as opened:
        add_members(opened)
        yield Submissions(opened)


def test_a_status_is_for_whoever_posted(store):
    store.keep("s", by="token:a", operator_id="alpha", body=b"{}", at=MADE_AT)
    assert store.find("s", by="token:a", operator_id="alpha") == b"{}"
    assert store.find("s", by="token:b", operator_id="alpha") is None
    assert store.find("s", by="token:a", operator_id="beta") is None
    assert store.find("t", by="token:a", operator_id="alpha") is None


def test_an_old_status_is_forgotten_with_the_next_post(store):
    store.keep("s", by="token:a", operator_id="alpha", body=b"1", at=MADE_AT)
    later = MADE_AT + KEPT + timedelta(seconds=1)
    store.keep("t", by="token:a", operator_id="alpha", body=b"2", at=later)
    assert store.find("s", by="token:a", operator_id="alpha") is None
    assert store.find("t", by="token:a", operator_id="alpha") == b"2"
