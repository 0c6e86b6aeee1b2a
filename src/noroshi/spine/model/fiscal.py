"""Fiscal year of Japan: April to March, in Japan's time."""

from datetime import UTC, datetime, timedelta, timezone

from noroshi.spine.model.window import Window

JAPAN = timezone(timedelta(hours=9), "JST")
"""Japan has no summer time."""
FIRST_MONTH = 4


def fiscal_year(at: datetime) -> int:
    """The fiscal year that a moment lies in: 2025 from 1 April 2025 to 31 March 2026."""
    local = at.astimezone(JAPAN)
    return local.year if local.month >= FIRST_MONTH else local.year - 1


def year_window(year: int) -> Window:
    """The fiscal year as a window in UTC."""
    start, end = (datetime(y, FIRST_MONTH, 1, tzinfo=JAPAN) for y in (year, year + 1))
    return Window(start.astimezone(UTC), end.astimezone(UTC))
