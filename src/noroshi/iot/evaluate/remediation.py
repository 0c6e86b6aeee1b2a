"""Remediation: how long told devices stay weak, with those still weak or lost from sight counted right.

Many devices are mended without any notice, so a group is held against one that was not told
(log-rank test; Mantel, 1966).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from noroshi.spine.model.survival import Lasted, Survival, censored, survival_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One device after its notice.

    Attributes:
        days: From the notice (in the control group: from the draw) to the mending, or to the last
            sight of the device as it was.
        is_fixed: Whether it was seen mended.
        group: What it is compared by: channel, operator, maker or arm of a trial.
    """

    days: float
    is_fixed: bool
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A group held against the control.

    Attributes:
        z: Log-rank statistic; positive where the group was mended sooner.
        p: Two-sided probability of so large a difference without an effect.
    """

    z: float
    p: float


def curve_of(followed: Sequence[Followed]) -> Survival:
    """The share of devices still weak, by day.

    Raises:
        ValueError: There are none.
    """
    return survival_of(_lasted(followed))


def compare(group: Sequence[Followed], control: Sequence[Followed]) -> Comparison | None:
    """The log-rank test of a group against the control; null where nothing was mended in either."""
    if not any(one.is_fixed for one in (*group, *control)):
        return None
    from scipy.stats import logrank  # noqa: PLC0415  # heavy: loads when used

    tested = logrank(censored(_lasted(group)), censored(_lasted(control)))
    return Comparison(z=float(tested.statistic), p=float(tested.pvalue))


def _lasted(followed: Sequence[Followed]) -> list[Lasted]:
    return [Lasted(one.days, one.is_fixed) for one in followed]
