"""A window is half-open UTC time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import ConfigError, Window, parse_moment, rfc3339

MOMENTS = st.integers(0, 7_258_118_400_000_000).map(
    lambda us: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
)
MILLISECONDS = st.integers(0, 7_258_118_400_000)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_the_start_is_inside_and_the_end_is_not(a: datetime, b: datetime, at: datetime) -> None:
    window = Window(min(a, b), max(a, b))
    assert (at in window) == (window.start <= at < window.end)
    assert window.end not in window


@given(MILLISECONDS, MILLISECONDS)
def test_milliseconds_survive_the_round_trip(a: int, b: int) -> None:
    window = Window.of_ms(min(a, b), max(a, b))
    assert (window.start_ms, window.end_ms) == (min(a, b), max(a, b))
    assert window.duration_s == pytest.approx(abs(a - b) / 1000)


@given(MOMENTS, st.integers(-14, 14))
def test_a_window_does_not_depend_on_the_zone_it_was_written_in(at: datetime, hours: int) -> None:
    local = at.astimezone(timezone(timedelta(hours=hours)))
    assert Window(local, local) == Window(at, at)
    assert Window(local, local).start.tzinfo is UTC


@given(MILLISECONDS)
def test_text_of_a_moment_is_read_back(ms: int) -> None:
    start = Window.of_ms(ms, ms).start
    assert parse_moment(rfc3339(start)) == start
    assert rfc3339(start).endswith("Z")


def test_text_has_exactly_three_decimals() -> None:
    assert Window.of_ms(5, 1000).isoformat() == (
        "1970-01-01T00:00:00.005Z",
        "1970-01-01T00:00:01.000Z",
    )


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ConfigError, match="zone"):
        Window(datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001  # the fault under test


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ConfigError, match="before it starts"):
        Window.of_ms(2, 1)


def test_text_without_zone_is_taken_as_utc() -> None:
    assert parse_moment(" 2026-01-01 ") == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "1767225600000000000000"])
def test_other_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ConfigError, match="write 2026-01-01T00:00:00Z"):
        parse_moment(text)
