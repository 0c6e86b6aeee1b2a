"""Scales: from values to places, and ticks at numbers that people like."""

from dataclasses import dataclass
from math import asinh, ceil, copysign, floor, isfinite, log, log10


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Maps `[low, high]` to `[start, end]`; values outside stick to the ends."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value; the middle where the range is empty or the value no number."""
        # Halves first, so that the difference of two huge values does not overflow.
        length = self.high / 2 - self.low / 2
        if not isfinite(value) or length <= 0:
            return (self.start + self.end) / 2
        part = (value / 2 - self.low / 2) / length
        return self.start + min(max(part, 0.0), 1.0) * (self.end - self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Maps `[low, high]`, both above 0, to `[start, end]` by orders of magnitude."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value; what is not above `low` lies at the start."""
        inner = Linear(low=log10(self.low), high=log10(self.high), start=self.start, end=self.end)
        return inner(log10(max(value, self.low)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Linear near 0 and logarithmic far from it, so that zeros and giants share one row."""

    low: float
    high: float
    start: float
    end: float
    near: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        inner = Linear(
            low=self._bend(self.low), high=self._bend(self.high), start=self.start, end=self.end
        )
        return inner(self._bend(value))

    def _bend(self, value: float) -> float:
        if isfinite(value / self.near) or not isfinite(value):
            return asinh(value / self.near)
        # asinh(x) comes to log(2x) long before the quotient overflows.
        return copysign(log(2) + log(abs(value)) - log(self.near), value)


def nice_step(length: float, count: int) -> float:
    """The step of 1, 2 or 5 times a power of ten that cuts a length into about `count` parts."""
    if not isfinite(length) or length <= 0:
        return 1.0
    raw = length / max(count, 1)
    power = 10.0 ** floor(log10(raw)) if raw > 0 else 0.0
    if power == 0.0:
        return 1.0
    return next(power * part for part in (1, 2, 5, 10) if raw <= power * part * 1.000001)


def nice_ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round numbers inside `[low, high]`, about `count` of them."""
    if not (isfinite(low) and isfinite(high)) or high <= low:
        return (low,) if isfinite(low) else ()
    step = nice_step(high - low, count)
    if not isfinite(step):
        return (low, high)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    if last - first > 10 * max(count, 1):
        return (low, high)
    # Rounding may carry the outermost ticks a hair outside.
    return tuple(min(max(index * step, low), high) for index in range(first, last + 1))
