"""Fixtures: figures with and without data."""

from datetime import UTC, datetime

import pytest

from noroshi.relay.kpi import FIGURES, SHEETS, results
from noroshi.spine.model import FigureEntry, Measure, year_window

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture
def measured():
    """Makes a measure of fiscal year 2026."""

    def make(name, numerator, denominator=None, low=None, high=None):
        return Measure(
            name=name,
            window=year_window(2026),
            numerator=numerator,
            denominator=denominator,
            target=FIGURES[name].target,
            unit="",
            low=low,
            high=high,
            query=f"noroshi kpi rows {name} --year 2026",
        )

    return make


@pytest.fixture
def entered():
    """Makes an entry of fiscal year 2026."""

    def make(name, cost_yen=None, target=None):
        return FigureEntry(
            name=name,
            fiscal_year=2026,
            target=target,
            cost_yen=cost_yen,
            note="",
            entered_by="user:desk",
            entered_at=AT,
        )

    return make


@pytest.fixture
def sheets_of():
    """Both sheets with their lines: `sheets_of(measures, entries)`."""

    def make(measures=(), entries=()):
        by_name = {one.name: (one, AT) for one in measures}
        return [
            (sheet, results(sheet, by_name, {one.name: one for one in entries})) for sheet in SHEETS
        ]

    return make


@pytest.fixture
def lines_of(sheets_of):
    """Every line by name."""

    def make(measures=(), entries=()):
        return {
            line.figure.name: line for _, lines in sheets_of(measures, entries) for line in lines
        }

    return make
