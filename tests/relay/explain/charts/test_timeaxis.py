from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.explain.charts.timeaxis import day_of, time_step_s, time_ticks
from noroshi.relay.explain.quantity import JST
from noroshi.spine.model import Window

START = datetime(2026, 1, 4, 15, tzinfo=UTC)


def window(**length):
    return Window(START, START + timedelta(**length))


def test_a_day_is_cut_at_round_hours_of_both_zones():
    ticks = time_ticks(window(days=1), 10)
    assert [tick.jst for tick in ticks] == [
        "00:00",
        "03:00",
        "06:00",
        "09:00",
        "12:00",
        "15:00",
        "18:00",
        "21:00",
        "00:00",
    ]
    assert [tick.utc for tick in ticks][:4] == ["15:00", "18:00", "21:00", "00:00"]
    assert [tick.new_day for tick in ticks] == [True, *[False] * 7, True]


def test_longer_windows_show_dates_at_midnight():
    ticks = time_ticks(window(days=2), 8)
    assert [tick.jst for tick in ticks] == [
        "1/5",
        "06:00",
        "12:00",
        "18:00",
        "1/6",
        "06:00",
        "12:00",
        "18:00",
        "1/7",
    ]


def test_weeks_are_cut_at_days():
    assert [tick.jst for tick in time_ticks(window(days=13), 7)] == [
        f"1/{day}" for day in range(5, 19, 2)
    ]


@given(st.integers(0, 4_000_000_000), st.integers(1, 40_000_000), st.integers(2, 14))
def test_ticks_are_inside_round_and_few(start_s, length_s, count):
    span = Window.of_ms(start_s * 1000 + 7, (start_s + length_s) * 1000)
    ticks = time_ticks(span, count)
    step = time_step_s(span, count)
    assert len(ticks) <= count + 2
    for tick in ticks:
        assert span.start_ms <= tick.ms <= span.end_ms
        assert (tick.ms // 1000 + 9 * 3600) % step == 0


def test_an_empty_window_has_at_most_its_own_instant():
    assert len(time_ticks(Window(START, START), 5)) <= 1


@pytest.mark.parametrize(
    ("hours", "days"), [(24, "2026-01-05"), (25, "2026-01-05 – 2026-01-06"), (0, "2026-01-05")]
)
def test_the_caption_names_the_days_in_japan(hours, days):
    assert START.astimezone(JST).hour == 0
    assert day_of(window(hours=hours)) == days
