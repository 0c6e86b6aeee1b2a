"""Member: an operator of the body that shares, what it runs and what it may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MemberRole(StrEnum):
    """What an operator is in the sharing body."""

    ANALYSING = "analysing"
    SHARING = "sharing"
    COORDINATOR = "coordinator"
    MINISTRY = "ministry"


class Action(StrEnum):
    """What a member declares to do with the list."""

    NONE = "none"
    MONITOR = "monitor"
    ALERT = "alert"
    BLOCK = "block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A member.

    Attributes:
        id: Short name for URLs and settings: lower-case letters, digits and hyphens.
        name: Name for people.
        role: What it is in the sharing body.
        asns: Its autonomous systems.
        prefixes: Its address ranges, canonical CIDR.
        domains: Its domains, canonical (lower case, A-labels).
        contacts: Mail addresses of its security desk.
        entitlements: Names of the collections it may read.
        action: What it declares to do with what it reads.
        joined_at: When it became a member.
        left_at: When it ended; its record stays.
    """

    id: str
    name: str
    role: MemberRole
    joined_at: datetime
    asns: tuple[int, ...] = ()
    prefixes: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    entitlements: tuple[str, ...] = ()
    action: Action = Action.NONE
    left_at: datetime | None = None
