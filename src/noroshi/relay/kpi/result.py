"""Result: a figure beside its target: achievement and unit cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.relay.kpi.programme import Figure, Sheet
from noroshi.spine.model import FigureEntry, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the sheet.

    Attributes:
        figure: What is measured.
        target: What is wanted this year; null where nobody named one.
        measure: What was counted; null where there is no data.
        counted_at: When it was counted.
        cost_yen: What was entered as spent; null until entered.
    """

    figure: Figure
    target: float | None
    measure: Measure | None
    counted_at: datetime | None
    cost_yen: int | None

    @property
    def value(self) -> float | None:
        """The result; null without data."""
        return self.measure.value if self.measure else None

    @property
    def achievement(self) -> float | None:
        """Result over target, 1 for reached; null without data or target. It may exceed 1.

        Where less is better it is the target over the result, and 1 for a result of 0.
        """
        if self.value is None or not self.target:
            return None
        if self.figure.falling:
            return self.target / self.value if self.value else 1.0
        return self.value / self.target

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; null without data."""
        return None if self.achievement is None else self.achievement >= 1

    @property
    def unit_cost_yen(self) -> float | None:
        """Yen for `figure.per` results; null without cost, result, or where it has no meaning."""
        if self.cost_yen is None or not self.value or not self.figure.per:
            return None
        return self.cost_yen / self.value * self.figure.per

    def as_dict(self) -> dict[str, object]:
        """The line for machine output."""
        measure = self.measure
        return {
            "name": self.figure.name,
            "kind": self.figure.kind.value,
            "title": self.figure.title.as_dict(),
            "unit": self.figure.unit.as_dict(),
            "target": self.target,
            "result": self.value,
            "numerator": measure.numerator if measure else None,
            "denominator": measure.denominator if measure else None,
            "low": measure.low if measure else None,
            "high": measure.high if measure else None,
            "achievement": self.achievement,
            "cost_yen": self.cost_yen,
            "unit_cost_yen": self.unit_cost_yen,
            "unit_cost_per": self.figure.per,
            "counted_at": self.counted_at.isoformat() if self.counted_at else None,
            "query": measure.query if measure else None,
        }


def results(
    sheet: Sheet,
    measures: Mapping[str, tuple[Measure, datetime]],
    entries: Mapping[str, FigureEntry],
) -> tuple[Result, ...]:
    """Every figure of a sheet, in its order.

    Args:
        sheet: Which figures.
        measures: What was counted, by name, with its moment; a figure that is not there has no data.
        entries: What people entered for the year, by name.
    """
    return tuple(_result(figure, measures, entries) for figure in sheet.figures)


def _result(
    figure: Figure,
    measures: Mapping[str, tuple[Measure, datetime]],
    entries: Mapping[str, FigureEntry],
) -> Result:
    measure, counted_at = measures.get(figure.name, (None, None))
    entry = entries.get(figure.name)
    target = entry.target if entry is not None and entry.target is not None else figure.target
    return Result(
        figure=figure,
        target=target,
        measure=measure,
        counted_at=counted_at,
        cost_yen=entry.cost_yen if entry else None,
    )
