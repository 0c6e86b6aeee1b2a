"""Evidence: what must be known before routers treat invalid routes more strictly."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidatorSeen:
    """One source of VRPs as it stands now.

    Attributes:
        name: File or cache.
        vrps: Distinct VRPs.
        expired: How many of them have ended.
        age_s: Seconds since the snapshot was made; null for a cache, which tells no such time.
        differs: Part of its VRPs and the first source's that only one of the two holds.
        failure: Why it gives nothing; empty where it does.
    """

    name: str
    vrps: int = 0
    expired: int = 0
    age_s: float | None = None
    differs: float = 0.0
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLoss:
    """What one day's traffic would lose.

    Attributes:
        day: ISO date, UTC.
        octets: All that had a route.
        lost: What would have none.
        moved: What would go to another AS.
    """

    day: str
    octets: float
    lost: float
    moved: float

    @property
    def share(self) -> float:
        """Part that would be lost."""
        return self.lost / self.octets if self.octets else 0.0

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "day": self.day,
            "octets": round(self.octets),
            "lost": round(self.lost),
            "other_as": round(self.moved),
            "share": round(self.share, 9),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known.

    Attributes:
        validators: Sources of VRPs, the one that routers use first.
        days: Days of the lake in order.
        customers_hit: Customers of whom something would be lost, most octets first.
    """

    validators: tuple[ValidatorSeen, ...]
    days: tuple[DayLoss, ...] = ()
    customers_hit: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLimits:
    """What a gate asks for.

    Attributes:
        lost: Part of a day's octets that may be lost.
        days: Full days in a row, the last ones of the lake, that must stay below it.
        customers: Customers of whom something may be lost.
        age_s: Age of a snapshot in seconds. Validators of today run every ten to sixty minutes.
        differs: Part by which two validators may differ; they do not run at the same time.
        expired: Part of a set that may have ended.
    """

    lost: float = 0.0001
    days: int = 7
    customers: int = 0
    age_s: float = 7200.0
    differs: float = 0.01
    expired: float = 0.02
