"""Callers: from a cookie, a token or nothing to who asks."""

import base64

from noroshi.console.caller import Caller
from noroshi.spine.model import RIGHTS, Account, Token

LONGEST_HEADER = 4096
"""Characters of an `Authorization` header that are read."""


def caller_of_person(account: Account) -> Caller:
    """A person who is logged in."""
    return Caller(
        by=f"user:{account.name}",
        rights=RIGHTS[account.role],
        operator_id=account.operator_id,
        account_id=account.id,
        language=account.language,
    )


def caller_of_token(token: Token, maker: Account) -> Caller:
    """A program; it may do what its token says, as far as the maker still may."""
    return Caller(
        by=f"token:{token.prefix}",
        rights=token.rights & RIGHTS[maker.role],
        operator_id=token.operator_id,
        account_id=maker.id,
        token_id=token.id,
        language=maker.language,
    )


def secret_in(authorization: str) -> str | None:
    """The token in an `Authorization` header: Bearer (RFC 6750), or the password of Basic (RFC 7617).

    TAXII clients know only Basic; the name before the password is not looked at.
    """
    scheme, _, rest = authorization[:LONGEST_HEADER].partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(rest.strip(), validate=True).decode("utf-8")
    except ValueError:  # no base64, or no UTF-8 inside
        return None
    return pair.partition(":")[2] or None
