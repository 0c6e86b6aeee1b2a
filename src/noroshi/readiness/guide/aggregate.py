"""Aggregate: what a coordinator sees of the scores that operators declared. No single operator shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from noroshi.readiness.guide.catalogue import catalogue
from noroshi.spine.store.readiness_scores import DeclaredScore

FEWEST = 3
"""Operators below which nothing is told but that they are fewer (design: law and people)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Scores of one technology, or of the whole.

    Attributes:
        name: Technology; empty for the whole.
        operators: How many have a score; null below `FEWEST`.
        middle: Median of their scores; null below `FEWEST`.
        low: A third of them lies at or below; null below `FEWEST`.
        high: A third lies at or above; null below `FEWEST`.
    """

    name: str
    operators: int | None
    middle: float | None = None
    low: float | None = None
    high: float | None = None

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "technology": self.name or None,
            "operators": f"<{FEWEST}" if self.operators is None else self.operators,
            "median": self.middle,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Of all who declared.

    Attributes:
        declared: Operators that did; null below `FEWEST`.
        following: Of these, how many follow the guideline; null where it would tell on fewer than `FEWEST`.
        groups: The whole first, then each technology.
    """

    declared: int | None
    following: int | None
    groups: tuple[Group, ...]

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "declared": f"<{FEWEST}" if self.declared is None else self.declared,
            "following": f"<{FEWEST}" if self.following is None else self.following,
            "groups": [group.as_dict() for group in self.groups],
        }


def overview(declared: Sequence[DeclaredScore]) -> Overview:
    """What may be told of some declarations, one for each operator."""
    following = sum(one.follows for one in declared)
    names = [technology.name for technology in catalogue()]
    return Overview(
        declared=_told(len(declared)),
        following=_part(following, len(declared)),
        groups=(
            _group("", (one.score for one in declared)),
            *(_group(name, (one.technologies.get(name) for one in declared)) for name in names),
        ),
    )


def _told(count: int) -> int | None:
    return count if count >= FEWEST or count == 0 else None


def _part(count: int, all_: int) -> int | None:
    """A part of a group: neither it nor the rest may be so small that it points at somebody."""
    if all_ == 0:
        return 0
    return count if count >= FEWEST and (all_ - count >= FEWEST or all_ == count) else None


def _group(name: str, scores: Iterable[float | None]) -> Group:
    found = sorted(score for score in scores if score is not None)
    if len(found) < FEWEST:
        return Group(name=name, operators=_told(len(found)))
    # Rounded, so that differences between two quarters do not give single scores away.
    third = len(found) // 3
    low, high = found[max(third - 1, 0)], found[-max(third, 1)]
    if len(found) < 2 * FEWEST:
        return Group(name=name, operators=len(found), middle=_rounded(median(found)))
    return Group(
        name=name,
        operators=len(found),
        middle=_rounded(median(found)),
        low=_rounded(low),
        high=_rounded(high),
    )


def _rounded(score: float) -> float:
    return round(score * 20) / 20
