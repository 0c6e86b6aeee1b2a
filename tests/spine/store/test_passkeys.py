"""Passkeys: kept, counted, forgotten by their owner only."""

import pytest

from noroshi.spine.model import InputError
from noroshi.spine.store.passkeys import Passkey, Passkeys
from noroshi.testing.members import DAY, JOINED, make_account

READER, ANALYST = make_account("reader"), make_account("analyst")


def passkey(name=b"one", account=READER, count=0):
    return Passkey(
        credential_id=name,
        account_id=account.id,
        public_key=b"key",
        sign_count=count,
        label="laptop",
        created_at=JOINED,
    )


@pytest.fixture
def passkeys(members):
    return Passkeys(members)


def test_what_goes_in_comes_out_once(passkeys):
    passkeys.add(passkey())
    assert passkeys.get(b"one") == passkey()
    assert passkeys.of(READER.id) == [passkey()]
    with pytest.raises(InputError, match="already"):
        passkeys.add(passkey())


@pytest.mark.parametrize(
    ("kept", "shown", "good"),
    [(0, 0, True), (0, 5, True), (5, 6, True), (5, 5, False), (5, 0, False)],
)
def test_a_count_that_does_not_grow_tells_of_a_copy(passkeys, kept, shown, good):
    passkeys.add(passkey(count=kept))
    assert passkeys.use(b"one", sign_count=shown, at=JOINED + DAY) is good
    assert passkeys.get(b"one").last_used_at == (JOINED + DAY if good else None)


def test_a_person_forgets_his_own_only(passkeys):
    passkeys.add(passkey())
    assert not passkeys.remove(b"one", account_id=ANALYST.id)
    assert passkeys.remove(b"one", account_id=READER.id)
    assert passkeys.get(b"one") is None
