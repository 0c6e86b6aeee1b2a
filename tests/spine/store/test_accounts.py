"""Accounts: who may log in, and with what."""

from contextlib import suppress
from dataclasses import replace

import pytest

from noroshi.spine.model import InputError, Role
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.members import Operators
from noroshi.testing.members import DAY, JOINED, make_account

READER = make_account("reader")


@pytest.fixture
def accounts(members):
    return Accounts(members)


def test_people_are_found_by_id_and_name(accounts):
    assert accounts.get(READER.id) == READER
    assert accounts.named("alpha-reader") == READER
    assert accounts.named("nobody") is None
    assert len(accounts.all()) == 12
    assert {one.operator_id for one in accounts.all(operator_id="beta")} == {"beta"}


def test_a_name_that_no_database_holds_is_nobodys_or_bad_input(accounts):
    with suppress(InputError):  # PostgreSQL takes no zero octet in a text
        assert accounts.named("\x00") is None


def test_a_name_is_taken_once(accounts):
    with pytest.raises(InputError, match="already"):
        accounts.add(replace(READER, id="other"))


def test_a_person_works_for_a_known_operator(accounts):
    with pytest.raises(InputError, match="no operator gamma"):
        accounts.add(make_account("reader", "gamma"))


def test_disabled_people_and_those_of_ended_operators_are_not_let_in(accounts, members):
    assert accounts.is_at_member(READER.id)
    accounts.disable(READER.id, JOINED + DAY)
    assert not accounts.is_at_member(READER.id)
    accounts.enable(READER.id)
    assert accounts.is_at_member(READER.id)
    Operators(members).end("alpha", JOINED + DAY)
    assert not accounts.is_at_member(READER.id)


def test_role_and_language_change(accounts):
    accounts.appoint(READER.id, Role.ANALYST)
    accounts.speak(READER.id, "ja")
    assert accounts.get(READER.id) == replace(READER, role=Role.ANALYST, language="ja")


def test_a_code_is_used_once_and_an_older_one_never_again(accounts):
    accounts.keep_totp(READER.id, "BASE32")
    assert accounts.use_code(READER.id, JOINED)
    assert not accounts.use_code(READER.id, JOINED)
    assert not accounts.use_code(READER.id, JOINED - DAY)
    assert accounts.use_code(READER.id, JOINED + DAY)
    assert accounts.credentials(READER.id).totp_used_at == JOINED + DAY


def test_an_identity_belongs_to_one_account(accounts):
    accounts.link(READER.id, "issuer#1")
    assert accounts.of_subject("issuer#1") == READER
    with pytest.raises(InputError, match="linked"):
        accounts.link(make_account("analyst").id, "issuer#1")
    accounts.link(READER.id, None)
    assert accounts.of_subject("issuer#1") is None


def test_accounts_are_unused_until_somebody_can_log_in(accounts):
    assert accounts.are_unused()
    accounts.keep_password(READER.id, "hash")
    assert not accounts.are_unused()
    assert accounts.credentials(READER.id).password_hash == "hash"
    assert accounts.credentials("nobody") is None
