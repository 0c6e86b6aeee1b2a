"""Survival: how long things last, with those that had not ended when they were last seen counted right.

What was not seen to end is censored at the last sight of it (Kaplan and Meier, 1958): leaving it out
would make everything look shorter-lived than it is.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.stats import CensoredData


@dataclass(frozen=True, slots=True)
class Lasted:
    """One thing: how long it was watched, and whether it was seen to end then.

    Attributes:
        time: From its beginning to its end, or to the last sight of it.
        ended: Whether it was seen to end.
    """

    time: float
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Share that is left, by time.

    Attributes:
        number: How many were watched.
        ended: How many were seen to end.
        times: Times at which the share falls, rising; in the unit of what was put in.
        left: Share left from that time on.
        low: Lower end of the 95 % interval (exponential Greenwood, log-log); NaN where undefined.
        high: Its upper end.
    """

    number: int
    ended: int
    times: tuple[float, ...]
    left: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def left_at(self, time: float) -> float:
        """Share left at a time, what ends just then left out."""
        at = int(np.searchsorted(self.times, time, side="right"))
        return 1.0 if at == 0 else self.left[at - 1]

    @property
    def median(self) -> float | None:
        """Time by which half had ended; null where that was not reached."""
        return next((t for t, s in zip(self.times, self.left, strict=True) if s <= 0.5), None)


def survival_of(lasted: Sequence[Lasted]) -> Survival:
    """The Kaplan-Meier curve.

    Raises:
        ValueError: There are none.
    """
    from scipy.stats import ecdf  # noqa: PLC0415  # heavy: a hub that is asked for lists never needs it

    estimate = ecdf(censored(lasted)).sf
    left = np.asarray(estimate.probabilities, np.float64)
    falls = np.flatnonzero(np.diff(left, prepend=1.0))
    with warnings.catch_warnings():  # where the interval is undefined it is NaN, as we say
        warnings.simplefilter("ignore", RuntimeWarning)
        band = estimate.confidence_interval(method="log-log")
    return Survival(
        number=len(lasted),
        ended=sum(one.ended for one in lasted),
        times=_picked(estimate.quantiles, falls),
        left=_picked(left, falls),
        low=_picked(band.low.probabilities, falls),  # type: ignore[attr-defined]  # stubs say number
        high=_picked(band.high.probabilities, falls),  # type: ignore[attr-defined]  # as above
    )


def censored(lasted: Sequence[Lasted]) -> "CensoredData":
    """The same as scipy's tests take it.

    Raises:
        ValueError: There are none.
    """
    if not lasted:
        raise ValueError("nothing was watched")
    from scipy.stats import CensoredData  # noqa: PLC0415  # as above

    return CensoredData(
        uncensored=[one.time for one in lasted if one.ended],
        right=[one.time for one in lasted if not one.ended],
    )


def _picked(values: npt.ArrayLike, at: npt.NDArray[np.int64]) -> tuple[float, ...]:
    return tuple(np.asarray(values, np.float64)[at].tolist())
