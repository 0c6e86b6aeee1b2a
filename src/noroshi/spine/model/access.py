"""Access: people, programs, and what each may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Right(StrEnum):
    """One thing that may be done. `own` means: where it concerns the caller's own operator."""

    READ_LISTS = "lists.read"
    CONTRIBUTE = "lists.contribute"
    SIGHT = "sightings.write"
    REPORT_SITES = "sites.report"
    REVIEW = "review"
    READ_CASES = "cases.read"
    WORK_CASES = "cases.write"
    READ_OWN_NETWORK = "network.own"
    READ_OPERATORS = "operators.read"
    MANAGE_OWN = "operators.own"
    MANAGE_OPERATORS = "operators.all"
    READ_COLLECTION = "collection.read"
    READ_FIGURES = "figures.read"
    ENTER_COSTS = "figures.write"
    READ_AUDIT = "audit.read"


class Role(StrEnum):
    """What a person is in an operator's desk."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    ANALYST = "analyst"
    OPERATOR_ADMIN = "operator-admin"
    COORDINATOR = "coordinator"
    MINISTRY_VIEWER = "ministry-viewer"


_READER = frozenset(
    {Right.READ_LISTS, Right.READ_OWN_NETWORK, Right.READ_CASES, Right.READ_FIGURES}
)
_CONTRIBUTOR = _READER | {Right.CONTRIBUTE, Right.SIGHT, Right.REPORT_SITES}
_ANALYST = _CONTRIBUTOR | {Right.REVIEW, Right.WORK_CASES, Right.READ_COLLECTION}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: _READER,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.ANALYST: _ANALYST,
    Role.OPERATOR_ADMIN: _CONTRIBUTOR | {Right.MANAGE_OWN, Right.READ_COLLECTION},
    Role.COORDINATOR: frozenset(Right),
    Role.MINISTRY_VIEWER: frozenset({Right.READ_FIGURES, Right.READ_OPERATORS}),
}
"""What each role may do; tokens may do a part of what their account may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person.

    Attributes:
        id: Random, never shown.
        name: Log-in name, unique.
        operator_id: Where the person works.
        role: What the person may do.
        email: For links and digests.
        language: `ja` or `en`; empty to follow the browser.
        created_at: When it was made.
        disabled_at: Since when it may not log in; null while it may.
    """

    id: str
    name: str
    operator_id: str
    role: Role
    email: str
    created_at: datetime
    language: str = ""
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a program shows instead of a password; its secret is kept as a digest only.

    Attributes:
        id: Random.
        prefix: First characters of the secret, to tell tokens apart.
        label: What it is for.
        operator_id: On whose behalf it acts.
        account_id: Who made it.
        rights: What it may do, a part of its maker's rights.
        created_at: When it was made.
        expires_at: First instant it no longer holds.
        revoked_at: Since when it is taken back.
        last_used_at: To the minute.
    """

    id: str
    prefix: str
    label: str
    operator_id: str
    account_id: str
    rights: frozenset[Right]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
