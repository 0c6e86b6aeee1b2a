"""Report: what a session let through and what it refused, for the record of the visit."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

MOST_REFUSED = 500
"""Refusals that are kept one by one; the rest is only counted."""


class Refusal(StrEnum):
    """Why something did not go out."""

    ADDRESS = "forbidden-address"
    PORT = "forbidden-port"
    ABSENT = "no-such-name"
    UNRESOLVED = "unresolved"
    UNREACHABLE = "unreachable"
    MALFORMED = "malformed"
    CONNECTIONS = "too-many-connections"
    REQUESTS = "too-many-requests"
    SIZE = "too-large"
    TIME = "too-late"


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that did not go out; host and port are empty and 0 where they were not read."""

    host: str
    port: int
    why: Refusal
    detail: str


@dataclass(slots=True, kw_only=True)
class Report:
    """Counts of one session; it fills while the session is open.

    Attributes:
        requests: Tunnels and plain requests that were asked for.
        received_bytes: Octets from servers.
        sent_bytes: Octets to servers.
        addresses: Address that was connected to, by host and port.
        refused: What did not go out, in order; at most 500.
        counts: How often, by reason; all of them.
        ended: What ended the session before its time; null where nothing did.
    """

    requests: int = 0
    received_bytes: int = 0
    sent_bytes: int = 0
    addresses: dict[tuple[str, int], str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    counts: Counter[Refusal] = field(default_factory=Counter)
    ended: Refusal | None = None

    def refuse(self, refused: Refused) -> None:
        """Note it."""
        self.counts[refused.why] += 1
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(refused)

    def refusal_of(self, host: str, port: int) -> Refused | None:
        """The last refusal of a place; null where it was never refused."""
        for one in reversed(self.refused):
            if (one.host, one.port) == (host, port):
                return one
        return None
