"""Site proposal: what a person wants to be said of a page, and the keys that it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.site_verdict import SiteDanger


class SiteAct(StrEnum):
    """What a verdict does to what held before it."""

    AGREE = "agree"
    TO_MALICIOUS = "to-malicious"
    WITHDRAW_SHARED = "withdraw-shared"
    TO_HARMLESS = "to-harmless"
    OTHER = "other"


class ProposalState(StrEnum):
    """Where a proposal is."""

    OPEN = "open"
    HELD = "held"
    REJECTED = "rejected"
    TAKEN_BACK = "taken-back"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProposal:
    """One verdict of a person, from the wish to what became of it.

    Attributes:
        id: Random.
        url_id: Of the page.
        url: As it stands in the queue.
        danger: What it means for visitors.
        label: Class (`phish`, `benign`…); empty where it takes the last verdict back and none
            held before.
        brand: Whose name the page bears; empty for none.
        reason: Why.
        by: Who wants it (`user:NAME`).
        at: When.
        act: What it does to what held.
        keys: Persons it takes: 1, or 2.
        undo: Whether it takes the last verdict of a person back.
        seen: Place of the last verdict that the person saw.
        state: Where it is.
        closed_by: Who confirmed, rejected or took it back; empty while it is open, and where one
            key was enough.
        closed_at: When it left the open state; null while it is open.
        closed_reason: Why, in the words of `closed_by`.
        told: Whether the relay was told.
        batch: Of the verdict over many pages that it is a part of; empty for a single one.
    """

    id: str
    url_id: str
    url: str
    danger: SiteDanger
    label: str
    brand: str
    reason: str
    by: str
    at: datetime
    act: SiteAct
    keys: int
    undo: bool = False
    seen: int = 0
    state: ProposalState = ProposalState.OPEN
    closed_by: str = ""
    closed_at: datetime | None = None
    closed_reason: str = ""
    told: bool = False
    batch: str = ""

    @property
    def holders(self) -> tuple[str, ...]:
        """Whose keys it has, the proposer first."""
        return (self.by,) if self.keys == 1 else (self.by, self.closed_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteBatch:
    """One verdict over many pages: as many proposals of one person at one time.

    Attributes:
        id: Random.
        label: What the pages are called; empty where it takes verdicts back.
        undo: Whether it takes the last verdicts of persons back.
        reason: Why.
        by: Who wants it.
        at: When.
        states: How many of its proposals are in each state.
    """

    id: str
    label: str
    undo: bool
    reason: str
    by: str
    at: datetime
    states: Mapping[ProposalState, int]

    @property
    def pages(self) -> int:
        """How many pages it is about."""
        return sum(self.states.values())
