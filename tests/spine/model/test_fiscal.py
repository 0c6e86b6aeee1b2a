"""Fiscal year: April to March in Japan's time."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import fiscal_year, year_window


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), 2025),
        (datetime(2026, 3, 31, 15, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), 2026),
    ],
)
def test_the_year_begins_at_midnight_of_the_first_of_april_in_japan(moment, year):
    assert fiscal_year(moment) == year


@given(st.datetimes(datetime(2001, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # bounds are naive
def test_every_moment_lies_in_its_year_alone(moment):
    year = fiscal_year(moment)
    assert moment in year_window(year)
    assert moment not in year_window(year - 1)
    assert year_window(year).end == year_window(year + 1).start
