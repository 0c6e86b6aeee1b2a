"""Attempts: failures lock for a while, and are forgotten."""

from datetime import timedelta

import pytest

from noroshi.spine.store.attempts import WINDOW, Attempts
from noroshi.testing.members import JOINED

LIMITS = {"name:reader": 3, "address:192.0.2.1": 5}


@pytest.fixture
def attempts(database):
    return Attempts(database)


def fail(attempts, times, *keys, at=JOINED):
    for _ in range(times):
        attempts.fail(*(keys or LIMITS), at=at)


def test_it_locks_at_the_limit_of_any_key_and_says_until_when(attempts):
    fail(attempts, 2)
    assert attempts.locked_until(LIMITS, JOINED) is None
    fail(attempts, 1)
    assert attempts.locked_until(LIMITS, JOINED) == JOINED + WINDOW
    assert attempts.locked_until({"address:192.0.2.1": 5}, JOINED) is None


def test_it_opens_after_the_window(attempts):
    fail(attempts, 3)
    assert attempts.locked_until(LIMITS, JOINED + WINDOW) is None
    fail(attempts, 1, at=JOINED + WINDOW)
    assert attempts.locked_until(LIMITS, JOINED + WINDOW + timedelta(seconds=1)) is None


def test_a_success_forgets(attempts):
    fail(attempts, 3)
    attempts.forget("name:reader")
    assert attempts.locked_until(LIMITS, JOINED) is None


def test_keys_are_not_kept_as_they_are(attempts, database, tmp_path):
    attempts.fail("name:a password typed into the wrong field", at=JOINED)
    database.close()
    assert all(b"wrong field" not in file.read_bytes() for file in tmp_path.glob("state.db*"))
