"""Life: how long a fact holds, and how confidence in it fades until it is seen again."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from noroshi.spine.model import SubjectKind, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """How long facts hold.

    Attributes:
        address_days: Days that an address, endpoint or prefix holds after it was last seen: they
            are rented, and change hands.
        url_days: Days that a URL holds: phishing pages live for days.
        domain_days: Days that a domain holds.
        particular: Days by kind of finding and of subject; they outweigh the others.
        speed: Decay speed: below 1 confidence falls late, above 1 it falls early.
    """

    address_days: int = 14
    url_days: int = 5
    domain_days: int = 120
    particular: Mapping[tuple[str, SubjectKind], int] = field(default_factory=dict)
    speed: float = 0.5

    def lifetime(self, kind: str, subject: SubjectKind) -> timedelta:
        """Time that a finding's fact holds after it was last seen."""
        days = self.particular.get((kind, subject))
        if days is None:
            by_subject = {SubjectKind.URL: self.url_days, SubjectKind.DOMAIN: self.domain_days}
            days = by_subject.get(subject, self.address_days)
        return timedelta(days=days)

    def confidence(self, base: int, *, age: timedelta, lifetime: timedelta) -> int:
        """Confidence left at an age: all of it at 0, none at the end of the lifetime.

        Args:
            base: Confidence when it was last seen, 0 to 100.
            age: Time since it was last seen; below 0 counts as 0.
            lifetime: Time that it holds.

        Source:
            MISP decaying models: base x (1 - (age / lifetime)^(1 / speed)).
        """
        share = min(max(age / lifetime, 0.0), 1.0)
        left = base * (1.0 - math.pow(share, 1.0 / self.speed))
        return math.floor(left + 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """That a subject is gone, so that its fact holds no longer than to a moment.

    Attributes:
        at: First instant at which it no longer holds.
        reason: Why, in words that may leave.
    """

    at: datetime
    reason: Text


def last_seen(found: datetime, sighted: datetime | None, at: datetime) -> datetime:
    """When it was seen last, by detectors or by members; a sighting in the future counts as now."""
    return found if sighted is None else max(found, min(sighted, at))
