"""Membering: operators, their people and programs, by the rules that hold at every door."""

import re
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network
from uuid import uuid4

from noroshi.spine.home import Settings
from noroshi.spine.model import (
    COLLECTIONS,
    Account,
    InputError,
    MemberRole,
    Operator,
    Role,
)
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.invitations import Invitations
from noroshi.spine.store.members import Operators

OPERATOR_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
USER_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,79}")
EMAIL = re.compile(r"[^@\s,<>]{1,64}@[^@\s,<>]{1,255}")
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
LONGEST_NAME = 120
MOST_ASN = 4_294_967_295
"""Largest 32-bit number of an autonomous system (RFC 6793)."""

BY_OWNER = "cli"
"""How the audit names who runs commands on the home itself."""
FIRST_OPERATOR, FIRST_USER = "coordinator", "admin"
"""Who is there at the first run."""


def canonical_operator(operator: Operator) -> Operator:
    """An operator with every value checked and canonical.

    Raises:
        InputError: A value is wrong; the message names it.
    """
    return replace(
        operator,
        id=_matching(
            OPERATOR_ID, operator.id, "an operator's id has lower-case letters, digits, hyphens"
        ),
        name=_titled(operator.name),
        asns=tuple(sorted({_asn(number) for number in operator.asns})),
        prefixes=tuple(dict.fromkeys(_prefix(text) for text in operator.prefixes)),
        domains=tuple(sorted({_domain(text) for text in operator.domains})),
        contacts=tuple(dict.fromkeys(_email(text) for text in operator.contacts)),
        entitlements=tuple(dict.fromkeys(_collection(text) for text in operator.entitlements)),
    )


def make_account(
    name: str, *, operator_id: str, role: Role, at: datetime, email: str = "", language: str = ""
) -> Account:
    """A person with every value checked.

    Raises:
        InputError: A value is wrong; the message names it.
    """
    return Account(
        id=str(uuid4()),
        name=_matching(
            USER_NAME, name.lower(), "a user's name has letters, digits and . _ @ + -, up to 80"
        ),
        operator_id=operator_id,
        role=role,
        email=_email(email) if email else "",
        created_at=at,
        language=language,
    )


def public_url(settings: Settings) -> str:
    """Where browsers reach the hub."""
    return settings.hub.public_url or f"http://{settings.hub.listen}"


def welcome_link(url: str, secret: str) -> str:
    """Where a person sets his password."""
    return f"{url.rstrip('/')}/welcome/{secret}"


def first_link(database: Database, url: str, at: datetime) -> str | None:
    """A link for the first administrator, while nobody at all can log in.

    An operator and a person are made when there are none. There is never a default password.

    Returns:
        The link, which ends the one before; null once somebody can log in.
    """
    accounts = Accounts(database)
    if not accounts.are_unused():
        return None
    account = accounts.named(FIRST_USER)
    if account is None:
        account = make_account(FIRST_USER, operator_id=_first_operator(database, at), role=Role.COORDINATOR, at=at)  # fmt: skip
        accounts.add(account)
    return welcome_link(url, Invitations(database).make(account.id, at))


def _first_operator(database: Database, at: datetime) -> str:
    operators = Operators(database)
    for known in operators.all():
        if known.role is MemberRole.COORDINATOR:
            return known.id
    made = Operator(
        id=FIRST_OPERATOR,
        name="Coordinator",
        role=MemberRole.COORDINATOR,
        joined_at=at,
        entitlements=COLLECTIONS,
    )
    operators.add(made)
    return made.id


def _matching(pattern: re.Pattern[str], text: str, rule: str) -> str:
    if not pattern.fullmatch(text):
        raise InputError(f"{text!r}: {rule}")
    return text


def _titled(name: str) -> str:
    kept = " ".join(name.split())
    if not 1 <= len(kept) <= LONGEST_NAME or not kept.isprintable():
        raise InputError(f"{name!r}: a name has 1 to {LONGEST_NAME} printable characters")
    return kept


def _asn(number: int) -> int:
    if not 1 <= number <= MOST_ASN:
        raise InputError(f"{number}: numbers of autonomous systems are 1 to {MOST_ASN}")
    return number


def _prefix(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError as error:
        raise InputError(f"{text!r} is no prefix: {error}") from error


def _domain(text: str) -> str:
    try:
        name = text.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InputError(f"{text!r} is no domain: {error}") from error
    if not all(LABEL.fullmatch(label) for label in name.split(".")) or len(name) > 253:
        raise InputError(f"{text!r} is no domain; write it as example.net")
    return name


def _email(text: str) -> str:
    return _matching(EMAIL, text.strip(), "a mail address is name@domain")


def _collection(text: str) -> str:
    if text not in COLLECTIONS:
        raise InputError(f"{text!r} is no collection; there are {', '.join(COLLECTIONS)}")
    return text
