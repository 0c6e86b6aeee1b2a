"""Sighting: a member met an entry of the list, or says it is wrong. Counts only, never who."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.window import Window


class SightingKind(StrEnum):
    """What a member says of an entry."""

    SEEN = "seen"
    FALSE_POSITIVE = "false-positive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One statement.

    Attributes:
        id: Same operator, entry, kind, source and window give the same id, so a repeat replaces.
        indicator_id: The entry.
        operator_id: Who says so.
        kind: Seen, or wrong.
        count: How often in the window; 1 for a false positive.
        window: When.
        source: How it came: `api`, `eve`, `lake`, `taxii`, `misp`, `console`.
        note: Why, for a false positive; else empty.
        received_at: When it was told.
    """

    id: str
    indicator_id: str
    operator_id: str
    kind: SightingKind
    count: int
    window: Window
    source: str
    received_at: datetime
    note: str = ""
