"""Contribution: what a member or a list of others says about a subject. Policy or people decide on it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from noroshi.spine.model.indicator import Tlp
from noroshi.spine.model.subject import Subject
from noroshi.spine.model.text import Text
from noroshi.spine.model.window import rfc3339

CONTRIBUTIONS = UUID("6a0d8b52-57d1-5a3f-8a55-1f6f0a9b3c27")
"""Namespace of contribution ids (UUIDv5, RFC 9562 section 5.5)."""


class ContributionStanding(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by whoever gave it


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One observation from outside the house.

    Attributes:
        subject: What it is about.
        kind: What it is said to be (`c2-server`).
        source: `taxii` for members, `peer:NAME` for lists of others.
        operator_id: The member; null for a peer's list.
        label: The source's own word.
        confidence: 0 to 100, as STIX 2.1 counts it.
        tlp: Who may see it.
        first_seen: Earliest time the source gives.
        last_seen: Latest time the source gives.
        valid_until: First instant it no longer holds, where the source says.
        object_id: Id in the source's own words; empty where it has none.
        submission_id: The post or pull that brought it last.
        received_at: When that was.
        first_received_at: When it was first said, or said again after its giver took it back; left
            out, it is said for the first time.
        standing: What became of it.
        reason: Why, null where nobody has said anything.
    """

    subject: Subject
    kind: str
    source: str
    submission_id: str
    received_at: datetime
    operator_id: str | None = None
    label: str = ""
    confidence: int = 50
    tlp: Tlp = Tlp.AMBER
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    valid_until: datetime | None = None
    object_id: str = ""
    standing: ContributionStanding = ContributionStanding.WAITING
    reason: Text | None = None
    first_received_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.first_received_at is None:
            object.__setattr__(self, "first_received_at", self.received_at)

    @property
    def since(self) -> datetime:
        """Since when it has been said without a break."""
        return self.first_received_at or self.received_at

    @property
    def giver(self) -> str:
        """Who says it: the member's id, or `peer:NAME`."""
        return self.operator_id or self.source

    @property
    def id(self) -> str:
        """Who says the same of the same subject again renews what he said."""
        return str(
            uuid5(
                CONTRIBUTIONS, f"{self.operator_id or ''}|{self.source}|{self.kind}|{self.subject}"
            )
        )

    def as_dict(self) -> dict[str, object]:
        """Machine output."""
        return {
            "id": self.id,
            "by": self.giver,
            "object_id": self.object_id,
            "kind": self.kind,
            "subject": self.subject.as_dict(),
            "label": self.label,
            "confidence": self.confidence,
            "tlp": self.tlp.value,
            "standing": self.standing.value,
            "reason": self.reason.as_dict() if self.reason else None,
            "since": rfc3339(self.since),
            "received_at": rfc3339(self.received_at),
        }
