"""Record: what the decisions on one finding come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from noroshi.spine.model import Decision, Verdict

PERSON = "user:"
APPROVALS = 2
"""Distinct persons who must approve where one is not enough."""


@dataclass(frozen=True, slots=True)
class Record:
    """The decisions on one finding that stand: those that were undone are left out."""

    standing: tuple[Decision, ...]

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Self:
        """What stands of decisions, oldest first."""
        standing: list[Decision] = []
        for decision in decisions:
            if not decision.undo:
                standing.append(decision)
            elif standing:
                standing.pop()
        return cls(tuple(standing))

    @property
    def latest(self) -> Decision | None:
        """The last decision that stands."""
        return self.standing[-1] if self.standing else None

    @property
    def by_person(self) -> bool:
        """Whether a person had the last word."""
        return self.latest is not None and self.latest.by.startswith(PERSON)

    @property
    def approvals(self) -> tuple[Decision, ...]:
        """The last word of each person who shares, since anybody decided against it."""
        given: dict[str, Decision] = {}
        for decision in reversed(self.standing):
            if decision.verdict is not Verdict.SHARE:
                break
            if decision.by.startswith(PERSON):
                given.setdefault(decision.by, decision)
        return tuple(reversed(given.values()))

    @property
    def approved_at(self) -> datetime | None:
        """When a person last approved."""
        return max((decision.at for decision in self.approvals), default=None)

    def needed(self, approvals: int, *, untold: bool) -> int:
        """Approvals that it takes: all, where nobody can tell now and a person had the last word.

        Args:
            approvals: Those that are known to be needed.
            untold: Whether nobody can tell if more are.
        """
        return APPROVALS if untold and self.by_person else approvals

    def verdict(self, *, approvals: int) -> Verdict:
        """What holds.

        Args:
            approvals: Distinct persons who must approve; 0 where the policy may share by itself.
        """
        if self.latest is None:
            return Verdict.HOLD
        if self.latest.verdict is not Verdict.SHARE:
            return self.latest.verdict
        return Verdict.SHARE if len(self.approvals) >= approvals else Verdict.HOLD


def ever_shared(decisions: Iterable[Decision], *, approvals: int) -> bool:
    """Whether it was shared at any time, undone or not."""
    so_far: list[Decision] = []
    for decision in decisions:
        so_far.append(decision)
        policy_shares = decision.verdict is Verdict.SHARE and not decision.by.startswith(PERSON)
        if policy_shares or Record.of(so_far).verdict(approvals=approvals) is Verdict.SHARE:
            return True
    return False
