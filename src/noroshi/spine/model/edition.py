"""Edition: one version of one entry of the shared list, in the order in which they were committed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.indicator import Indicator
from noroshi.spine.model.text import Text

COLLECTIONS = ("c2-servers", "malicious-sites", "routing", "devices")
"""Names of the lists, one a room."""


class Standing(StrEnum):
    """What holds for an entry from this edition on."""

    LIVE = "live"
    SUSPENDED = "suspended"  # somebody reported it wrong; being looked into
    WITHDRAWN = "withdrawn"  # taken back
    EXPIRED = "expired"  # its validity has ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One version.

    Attributes:
        sequence: Position in the order of commits, over all collections; never reused.
        added_at: Moment of the commit, strictly rising with `sequence` (microseconds).
        collection: Name of the list.
        indicator: The entry; `revoked` unless it is live.
        standing: What holds from now on.
        reason: Why it changed, for people.
        by: A policy (`policy:…`), a person (`user:…`) or an operator (`operator:…`).
    """

    sequence: int
    added_at: datetime
    collection: str
    indicator: Indicator
    standing: Standing
    reason: Text
    by: str
