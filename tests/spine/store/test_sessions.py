"""Sessions: they end by themselves, by their owner, and with the account."""

from datetime import timedelta

import pytest

from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sessions import Sessions
from noroshi.testing.members import JOINED, make_account

READER, ANALYST = make_account("reader"), make_account("analyst")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sessions(members):
    return Sessions(members, idle=30 * MINUTE, lasting=60 * MINUTE)


@pytest.fixture
def begin(sessions):
    def log_in(account=READER, at=JOINED):
        return sessions.begin(account.id, at, user_agent="A browser", address="192.0.2.1")

    return log_in


def test_a_cookie_names_its_person(sessions, begin):
    log_in, account = sessions.find(begin(), JOINED)
    assert account == READER
    assert (log_in.user_agent, log_in.address) == ("A browser", "192.0.2.1")
    assert sessions.find("something else", JOINED) is None


def test_the_secret_is_not_kept(sessions, begin, members, tmp_path):
    secret = begin()
    members.close()
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.glob("state.db*"))


def test_it_ends_without_use(sessions, begin):
    secret = begin()
    assert sessions.find(secret, JOINED + 29 * MINUTE)
    assert sessions.find(secret, JOINED + 58 * MINUTE)
    secret = begin()
    assert sessions.find(secret, JOINED + 30 * MINUTE) is None


def test_it_ends_however_much_it_is_used(sessions, begin):
    secret = begin()
    for minutes in range(0, 60, 10):
        assert sessions.find(secret, JOINED + minutes * MINUTE)
    assert sessions.find(secret, JOINED + 60 * MINUTE) is None


def test_it_ends_with_account_and_operator(sessions, begin, members):
    one, other = begin(READER), begin(ANALYST)
    Accounts(members).disable(READER.id, JOINED)
    Accounts(members).enable(READER.id)
    assert sessions.find(one, JOINED) is None
    assert sessions.find(other, JOINED)
    Operators(members).end("alpha", JOINED)
    assert sessions.find(other, JOINED) is None


def test_a_person_ends_his_own_only(sessions, begin):
    begin()
    begin(ANALYST)
    (mine,), (other,) = sessions.of(READER.id, JOINED), sessions.of(ANALYST.id, JOINED)
    assert not sessions.end(other.digest, account_id=READER.id)
    assert sessions.end(mine.digest, account_id=READER.id)
    assert sessions.of(READER.id, JOINED) == []
    assert sessions.of(ANALYST.id, JOINED) == [other]


def test_all_but_the_present_one_end(sessions, begin):
    kept, gone = begin(), begin()
    digest = sessions.find(kept, JOINED)[0].digest
    sessions.end_all(READER.id, but=digest)
    assert sessions.find(kept, JOINED)
    assert sessions.find(gone, JOINED) is None


def test_ended_ones_are_swept_at_the_next_log_in(sessions, begin):
    begin(at=JOINED)
    begin(at=JOINED + 61 * MINUTE)
    assert len(sessions.of(READER.id, JOINED + 20 * MINUTE)) == 1
