"""Tokens: a part of their maker's rights, for a time, until taken back."""

import pytest

from noroshi.spine.model import InputError, Right, Role
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.members import Operators
from noroshi.spine.store.tokens import PREFIX, SHOWN, Tokens
from noroshi.testing.members import DAY, JOINED, make_account

MAKER = make_account("contributor")


@pytest.fixture
def tokens(members):
    return Tokens(members)


def issue(tokens, maker=MAKER, rights=(Right.READ_LISTS,), days=30):
    return tokens.issue(
        maker, label="resolver", rights=rights, at=JOINED, expires_at=JOINED + days * DAY
    )


def test_a_secret_names_its_token_and_maker(tokens):
    secret, token = issue(tokens)
    assert secret.startswith(PREFIX)
    assert token.prefix == secret[:SHOWN]
    found, maker = tokens.find(secret, JOINED)
    assert (found.id, found.rights, maker) == (token.id, {Right.READ_LISTS}, MAKER)
    assert tokens.get(token.id).last_used_at == JOINED


def test_the_secret_is_not_kept(tokens, members, tmp_path):
    secret, _ = issue(tokens)
    members.close()
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.glob("state.db*"))


@pytest.mark.parametrize("rights", [(), (Right.REVIEW,), (Right.READ_LISTS, Right.REVIEW)])
def test_it_holds_a_part_of_its_makers_rights(tokens, rights):
    with pytest.raises(InputError, match="rights"):
        issue(tokens, rights=rights)


def test_one_that_is_over_before_it_begins_is_refused(tokens):
    with pytest.raises(InputError, match="ends after"):
        issue(tokens, days=0)


def test_it_ends_by_time_and_by_hand(tokens):
    secret, token = issue(tokens)
    assert tokens.find(secret, JOINED + 30 * DAY) is None
    assert tokens.revoke(token.id, JOINED)
    assert not tokens.revoke(token.id, JOINED)
    assert tokens.find(secret, JOINED) is None


def test_it_ends_with_its_maker_and_operator(tokens, members):
    one, other = issue(tokens)[0], issue(tokens, make_account("analyst"))[0]
    Accounts(members).disable(MAKER.id, JOINED)
    assert tokens.find(one, JOINED) is None
    assert tokens.find(other, JOINED)
    Operators(members).end("alpha", JOINED)
    assert tokens.find(other, JOINED) is None


def test_its_maker_is_told_as_he_is_now(tokens, members):
    secret, _ = issue(tokens)
    Accounts(members).appoint(MAKER.id, Role.READER)
    assert tokens.find(secret, JOINED)[1].role is Role.READER


def test_tokens_are_listed_by_operator(tokens):
    _, mine = issue(tokens)
    issue(tokens, make_account("reader", "beta"))
    assert [token.id for token in tokens.all(operator_id="alpha")] == [mine.id]
    assert len(tokens.all()) == 2
