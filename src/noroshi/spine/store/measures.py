"""Measures: counted figures and what people entered for them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from noroshi.spine.model import FigureEntry, Measure, Window
from noroshi.spine.store.database import Database
from noroshi.spine.store.work_tables import EntryRow, MeasureRow


class Measures:
    """Every counting is kept; entries are replaced by later ones of the same figure and year."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, measures: Sequence[Measure], at: datetime) -> None:
        """Keep what was counted at a moment; counting again at the same moment replaces it."""
        with self._database.writing() as session:
            for measure in measures:
                session.merge(MeasureRow(**_row(measure, at)))

    def latest(self, window: Window) -> dict[str, tuple[Measure, datetime]]:
        """By name: the newest counting of each figure for a window, and when it was counted."""
        query = (
            select(MeasureRow)
            .where(MeasureRow.window_start == window.start, MeasureRow.window_end == window.end)
            .order_by(MeasureRow.counted_at)
        )
        with self._database.reading() as session:
            rows = session.scalars(query).all()
            return {row.name: (_measure(row), row.counted_at) for row in rows}

    def history(self, name: str, window: Window) -> list[tuple[Measure, datetime]]:
        """Every counting of a figure for a window, oldest first."""
        query = (
            select(MeasureRow)
            .where(
                MeasureRow.name == name,
                MeasureRow.window_start == window.start,
                MeasureRow.window_end == window.end,
            )
            .order_by(MeasureRow.counted_at)
        )
        with self._database.reading() as session:
            return [(_measure(row), row.counted_at) for row in session.scalars(query)]

    def enter(self, entry: FigureEntry) -> None:
        """Keep an entry; what it leaves null stays as it was entered before."""
        with self._database.writing() as session:
            old = session.get(EntryRow, (entry.name, entry.fiscal_year))
            session.merge(
                EntryRow(
                    name=entry.name,
                    fiscal_year=entry.fiscal_year,
                    target=entry.target if entry.target is not None or not old else old.target,
                    cost_yen=entry.cost_yen
                    if entry.cost_yen is not None or not old
                    else old.cost_yen,
                    note=entry.note or (old.note if old else ""),
                    entered_by=entry.entered_by,
                    entered_at=entry.entered_at,
                )
            )

    def entries(self, fiscal_year: int) -> dict[str, FigureEntry]:
        """Entries of a fiscal year by the figure's name."""
        query = select(EntryRow).where(EntryRow.fiscal_year == fiscal_year)
        with self._database.reading() as session:
            return {
                row.name: FigureEntry(
                    name=row.name,
                    fiscal_year=row.fiscal_year,
                    target=row.target,
                    cost_yen=row.cost_yen,
                    note=row.note,
                    entered_by=row.entered_by,
                    entered_at=row.entered_at,
                )
                for row in session.scalars(query)
            }


def _row(measure: Measure, at: datetime) -> dict[str, object]:
    return {
        "name": measure.name,
        "window_start": measure.window.start,
        "window_end": measure.window.end,
        "counted_at": at,
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "low": measure.low,
        "high": measure.high,
        "unit": measure.unit,
        "query": measure.query,
    }


def _measure(row: MeasureRow) -> Measure:
    return Measure(
        name=row.name,
        window=Window(row.window_start, row.window_end),
        numerator=row.numerator,
        denominator=row.denominator,
        target=None,
        unit=row.unit,
        low=row.low,
        high=row.high,
        query=row.query,
    )
