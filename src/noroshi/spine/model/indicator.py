"""Indicator: what may leave the house. Server-side facts only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from noroshi.spine.model.named_id import named_id
from noroshi.spine.model.subject import Subject
from noroshi.spine.model.text import Text

INDICATORS = UUID("4b1b5a0e-7a51-5f5f-8f43-6f6d5f9f2c0d")
"""Namespace of indicator ids (UUIDv5, RFC 9562 section 5.5)."""

_SPACE = INDICATORS.bytes


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0 (FIRST, August 2022)."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A shareable fact with an end date.

    Attributes:
        subject: What consumers should watch or block.
        kind: What it is, as the finding says (`c2-server`).
        label: Class in the room's own words.
        confidence: 0 to 100, as STIX 2.1 counts it.
        valid_from: First instant it holds.
        valid_until: First instant it no longer holds.
        tlp: Who may see it.
        reasons: Evidence sentences, strongest first.
        first_seen: Start of the earliest window in which it was found.
        last_seen: End of the latest window in which it was found.
        revoked: True once taken back; kept so that consumers take it back too.
    """

    subject: Subject
    kind: str
    label: str
    confidence: int
    valid_from: datetime
    valid_until: datetime
    tlp: Tlp
    reasons: tuple[Text, ...]
    first_seen: datetime
    last_seen: datetime
    revoked: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 100:
            raise ValueError(f"confidence {self.confidence} is outside 0-100")
        if self.valid_until <= self.valid_from:
            raise ValueError("an indicator needs a validity that ends after it starts")

    @property
    def id(self) -> str:
        """Same kind and subject give the same id, whatever run found it."""
        return indicator_id(self.kind, self.subject)


def indicator_id(kind: str, subject: Subject) -> str:
    """The id that an indicator of a kind about a subject has or would have."""
    return named_id(_SPACE, "".join((kind, "|", subject.kind, " ", subject.value)))
