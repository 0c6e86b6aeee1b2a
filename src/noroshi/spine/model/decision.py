"""Decision: share, hold or drop a finding; by whom, why, when. Append-only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.text import Text


class Verdict(StrEnum):
    """What may become of a finding."""

    SHARE = "share"
    HOLD = "hold"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of the append-only record of decisions.

    Attributes:
        finding_id: The finding decided on.
        verdict: Share, hold or drop.
        by: A policy (`policy:auto-share/2`) or a person (`user:…`).
        reason: Why, for people.
        at: When, in UTC.
        undo: Takes back the last decision before it that stands, so that what stood earlier holds
            again; `verdict` then tells what that is.
    """

    finding_id: str
    verdict: Verdict
    by: str
    reason: Text
    at: datetime
    undo: bool = False
