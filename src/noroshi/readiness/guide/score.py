"""Score: how ready an operator is, and the cheapest next step. What is unknown is never counted as zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.readiness.guide.catalogue import Effort, Level, catalogue, edition
from noroshi.readiness.guide.state import WORTH, ItemState, State, follows
from noroshi.spine.model import rfc3339

WEIGHTS = {Level.MUST: 3, Level.SHOULD: 2, Level.MAY: 1}
DAYS = {Effort.HOURS: 1, Effort.DAYS: 4, Effort.WEEKS: 15}
"""How classes of effort weigh against each other: hours, some days, some weeks."""

ENOUGH = 0.5
"""Share of the weight that must be known before a score is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Weights of some items.

    Attributes:
        reached: Weight that is met.
        known: Weight of the items whose state is known.
        applies: Weight of all that apply.
        must_met: Must items that are met.
        musts: Must items that apply.
    """

    reached: float
    known: float
    applies: float
    must_met: int
    musts: int

    @property
    def coverage(self) -> float:
        """Share of the weight that is known; 1 where nothing applies."""
        return self.known / self.applies if self.applies else 1.0

    @property
    def value(self) -> float | None:
        """The score, 0 to 1; null where too little is known."""
        return self.reached / self.known if self.known and self.coverage >= ENOUGH else None

    @property
    def low(self) -> float:
        """The score if all that is unknown were unmet."""
        return self.reached / self.applies if self.applies else 0.0

    @property
    def high(self) -> float:
        """The score if all that is unknown were met."""
        return (self.reached + self.applies - self.known) / self.applies if self.applies else 1.0

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "score": self.value,
            "low": self.low,
            "high": self.high,
            "coverage": self.coverage,
            "must_met": self.must_met,
            "musts": self.musts,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The score of an operator.

    Attributes:
        at: When it was counted.
        states: What it was counted from.
        whole: Over all technologies.
        technologies: By technology.
    """

    at: datetime
    states: tuple[ItemState, ...]
    whole: Sum
    technologies: dict[str, Sum]

    @property
    def follows(self) -> bool:
        """Whether the operator follows the guideline."""
        return follows(self.states)

    def next_steps(self, technology: str = "") -> list[ItemState]:
        """What is left to do, the cheapest first; items that only lack data or a declaration come last."""
        left = [
            one for one in self.states
            if one.state not in {State.MET, State.NOT_APPLICABLE}
            and one.item.code.startswith(f"{technology}." if technology else "")
        ]  # fmt: skip
        return sorted(left, key=lambda one: (not one.is_known, -gain(one) / DAYS[one.item.effort]))

    def points(self, one: ItemState) -> float:
        """Points of 100 that the score gains when an item is met."""
        known = self.whole.known + (0 if one.is_known else WEIGHTS[one.item.level])
        if not known:
            return 0.0
        before = self.whole.reached / self.whole.known if self.whole.known else 0.0
        return 100 * ((self.whole.reached + gain(one)) / known - before)

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        step = next(iter(self.next_steps()), None)
        return {
            "at": rfc3339(self.at),
            "edition": edition(),
            "follows": self.follows,
            **self.whole.as_dict(),
            "technologies": {name: sum_.as_dict() for name, sum_ in self.technologies.items()},
            "next": step.as_dict() if step else None,
        }

    def declaration(self) -> dict[str, object]:
        """What an operator may send to its hub: scores, and nothing of items, runs or inputs."""
        return {
            "scored_at": rfc3339(self.at),
            "edition": edition(),
            "follows": self.follows,
            "score": _rounded(self.whole.value),
            "coverage": round(self.whole.coverage, 2),
            "technologies": {
                name: _rounded(sum_.value) for name, sum_ in self.technologies.items()
            },
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def score(states: Sequence[ItemState], at: datetime) -> Scored:
    """The score of some states."""
    return Scored(
        at=at,
        states=tuple(states),
        whole=_sum(states),
        technologies={
            technology.name: _sum([one for one in states if one.item in technology.items])
            for technology in catalogue()
        },
    )


def gain(one: ItemState) -> float:
    """Weight still to be gained with an item."""
    return WEIGHTS[one.item.level] * (1 - WORTH.get(one.state, 0.0))


def _sum(states: Sequence[ItemState]) -> Sum:
    applying = [one for one in states if one.state is not State.NOT_APPLICABLE]
    known = [one for one in applying if one.is_known]
    musts = [one for one in applying if one.item.level is Level.MUST]
    return Sum(
        reached=sum(WEIGHTS[one.item.level] * WORTH[one.state] for one in known),
        known=sum(WEIGHTS[one.item.level] for one in known),
        applies=sum(WEIGHTS[one.item.level] for one in applying),
        must_met=sum(one.state is State.MET for one in musts),
        musts=len(musts),
    )
