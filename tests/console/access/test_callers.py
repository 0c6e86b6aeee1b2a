"""Callers: a token never may more than its maker; any header is read without harm."""

from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.access.callers import caller_of_person, caller_of_token, secret_in
from noroshi.spine.model import RIGHTS, Right, Role, Token
from noroshi.testing.members import DAY, JOINED, make_account

TOKEN = Token(
    id="1",
    prefix="nrs_12345678",
    label="resolver",
    operator_id="alpha",
    account_id="id-alpha-contributor",
    rights=frozenset({Right.READ_LISTS, Right.CONTRIBUTE}),
    created_at=JOINED,
    expires_at=JOINED + DAY,
)


def basic(pair):
    return "Basic " + b64encode(pair.encode()).decode()


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ("Bearer nrs_x", "nrs_x"),
        ("bearer  nrs_x ", "nrs_x"),
        (basic("anything:nrs_x"), "nrs_x"),
        (basic(":nrs_x"), "nrs_x"),
        (basic("name:with:colons"), "with:colons"),
        (basic("no colon"), None),
        ("Basic not base64!", None),
        ("Basic /w==", None),
        ("Digest nrs_x", None),
        ("Bearer ", None),
        ("", None),
    ],
)
def test_tokens_come_as_bearer_or_as_the_password_of_basic(header, secret):
    assert secret_in(header) == secret


@given(st.text())
def test_any_header_is_read(text):
    for header in (text, f"Basic {text}", f"Bearer {text}"):
        assert secret_in(header) is None or isinstance(secret_in(header), str)


def test_a_person_has_the_rights_of_his_role():
    caller = caller_of_person(make_account("analyst"))
    assert (caller.by, caller.operator_id) == ("user:alpha-analyst", "alpha")
    assert caller.rights == RIGHTS[Role.ANALYST]


@pytest.mark.parametrize("role", Role)
def test_a_token_holds_no_more_than_its_maker(role):
    caller = caller_of_token(TOKEN, replace(make_account("contributor"), role=role))
    assert caller.rights == TOKEN.rights & RIGHTS[role]
    assert (caller.by, caller.token_id) == ("token:nrs_12345678", "1")
