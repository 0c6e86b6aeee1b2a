"""Invitations: links that work once."""

import pytest

from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.invitations import LASTING, Invitations
from noroshi.testing.members import JOINED, make_account

READER = make_account("reader")


@pytest.fixture
def invitations(members):
    return Invitations(members)


def test_a_link_brings_a_password_once(invitations, members):
    secret = invitations.make(READER.id, JOINED)
    assert invitations.whose(secret, JOINED) == READER
    assert invitations.use(secret, "hash", JOINED) == READER
    assert Accounts(members).credentials(READER.id).password_hash == "hash"
    assert invitations.use(secret, "another", JOINED) is None
    assert invitations.whose(secret, JOINED) is None
    assert Accounts(members).credentials(READER.id).password_hash == "hash"


def test_a_link_ends(invitations, members):
    secret = invitations.make(READER.id, JOINED)
    assert invitations.whose(secret, JOINED + LASTING) is None
    assert invitations.use(secret, "hash", JOINED + LASTING) is None
    assert Accounts(members).credentials(READER.id).password_hash is None


def test_a_newer_link_ends_the_older(invitations):
    older = invitations.make(READER.id, JOINED)
    newer = invitations.make(READER.id, JOINED)
    assert invitations.whose(older, JOINED) is None
    assert invitations.whose(newer, JOINED) == READER


def test_a_disabled_person_cannot_use_a_link(invitations, members):
    secret = invitations.make(READER.id, JOINED)
    Accounts(members).disable(READER.id, JOINED)
    assert invitations.whose(secret, JOINED) is None
    assert invitations.use(secret, "hash", JOINED) is None
