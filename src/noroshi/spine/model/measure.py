"""Measure: a programme figure that can be counted again."""

from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.model.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure with its parts and its origin.

    Attributes:
        name: Stable name, for example `c2.match-rate`.
        window: The period it counts.
        numerator: What was reached.
        denominator: Out of how many; null for plain counts.
        target: What the programme wants, in the unit of the value.
        unit: Unit of the value.
        low: Lower end of the 95 % interval, where one is known.
        high: Upper end of the 95 % interval, where one is known.
        query: The statement or command that counts it again.
        cost_yen: What it cost, entered by people; null until entered.
    """

    name: str
    window: Window
    numerator: float
    denominator: float | None
    target: float | None
    unit: str
    query: str
    low: float | None = None
    high: float | None = None
    cost_yen: int | None = None

    @property
    def value(self) -> float | None:
        """Numerator over denominator; the numerator alone for counts; null without data."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEntry:
    """What people enter once for a figure and a fiscal year.

    Attributes:
        name: The figure.
        fiscal_year: April to March, by the year it begins in.
        target: Another target than the programme's; null to keep that.
        cost_yen: What was spent on it; null until known.
        note: Where the numbers come from.
        entered_by: Who entered it.
        entered_at: When, in UTC.
    """

    name: str
    fiscal_year: int
    target: float | None
    cost_yen: int | None
    note: str
    entered_by: str
    entered_at: datetime
