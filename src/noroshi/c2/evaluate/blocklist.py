"""Block list: what one list of others says, with its date and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.model import Observation, rfc3339

LISTED = "listed"
"""Kind of the observations that lists give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockList:
    """One snapshot of one list.

    Attributes:
        name: File name.
        format: What its content was recognised as.
        snapshot: When the list says it was made; null where neither header nor name says.
        observations: One per entry that names an address, endpoint or prefix.
        read: Entries read; kept and refused ones add up to it.
        refused: Entries refused, by reason.
    """

    name: str
    format: str
    snapshot: datetime | None
    observations: tuple[Observation, ...]
    read: int
    refused: Mapping[str, int]

    def as_dict(self) -> dict[str, object]:
        """The list as a match report names it."""
        return {
            "name": self.name,
            "format": self.format,
            "snapshot": rfc3339(self.snapshot) if self.snapshot else None,
            "entries": len(self.observations),
            "refused": dict(self.refused),
        }
