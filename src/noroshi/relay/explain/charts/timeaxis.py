"""Time axis: ticks at round hours of Japan's time, each with the same instant in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from noroshi.relay.explain.charts.scale import Linear
from noroshi.relay.explain.charts.svg import label, line
from noroshi.relay.explain.quantity import JST, moment
from noroshi.spine.model import Window

_STEPS_S = (
    *(1, 2, 5, 10, 15, 30),
    *(60, 120, 300, 600, 900, 1200, 1800),
    *(3600, 7200, 10_800, 21_600, 43_200),
    *(86_400, 172_800, 345_600, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000),
)
_DAY_S = 86_400
_JST_S = 9 * 3600
_MAX_TICKS = 40
_DATED_S = 26 * 3600
"""A window longer than this shows dates at midnight; a shorter one has its day in the caption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mark of the axis.

    Attributes:
        ms: Unix milliseconds.
        jst: Label in Japan's time.
        utc: Label in UTC.
        new_day: Whether a day of Japan's time starts here.
    """

    ms: int
    jst: str
    utc: str
    new_day: bool


def time_step_s(window: Window, count: int) -> int:
    """The round step that gives at most `count` marks, or the longest there is."""
    length = window.duration_s
    return next((step for step in _STEPS_S if length / step <= count), _STEPS_S[-1])


def bin_step_s(window: Window, bins: int) -> float:
    """The round step that cuts a window into at most `bins` parts; never 0."""
    return float(time_step_s(window, max(bins, 1)))


def time_ticks(window: Window, count: int) -> tuple[Tick, ...]:
    """Marks at multiples of a round step, counted from midnight in Japan."""
    step = time_step_s(window, count)
    start_s = -(-window.start_ms // 1000)
    first = -(-(start_s + _JST_S) // step) * step - _JST_S
    last = min(window.end_ms // 1000, first + step * _MAX_TICKS)
    dated = window.duration_s > _DATED_S
    return tuple(_tick(second, step, dated) for second in range(first, last + 1, step))


def _tick(second: int, step: int, dated: bool) -> Tick:
    local = moment(second * 1000)
    new_day = (second + _JST_S) % _DAY_S == 0
    return Tick(
        ms=second * 1000,
        jst=_written(local, step, dated),
        utc=_written(local.astimezone(UTC), step, dated),
        new_day=new_day,
    )


def _written(when: datetime, step: int, dated: bool) -> str:
    midnight = when.hour == when.minute == when.second == 0
    if step >= _DAY_S or (dated and midnight):
        return f"{when.month}/{when.day}"
    if step < 60:
        return when.strftime("%H:%M:%S")
    return when.strftime("%H:%M")


def draw_time_axis(window: Window, scale: Linear, top: float, bottom: float) -> str:
    """Grid lines from `top` to `bottom`, and two rows of labels below: JST and UTC."""
    room = max(int((scale.end - scale.start) // 48), 2)
    parts: list[str] = []
    for tick in time_ticks(window, room):
        x = scale(tick.ms)
        parts.append(line(x, top, x, bottom + 4, "day" if tick.new_day else "grid"))
        if scale.start - 1 <= x <= scale.end + 1:
            parts.append(label(x, bottom + 18, tick.jst, "t", anchor="middle"))
            parts.append(label(x, bottom + 33, tick.utc, "t faint", anchor="middle"))
    parts.append(label(scale.start - 27, bottom + 18, "JST", "t", anchor="end"))
    parts.append(label(scale.start - 27, bottom + 33, "UTC", "t faint", anchor="end"))
    return "".join(parts)


def day_of(window: Window) -> str:
    """The day or days of the window in Japan's time, for a caption."""
    first = window.start.astimezone(JST)
    last = (window.end - timedelta(milliseconds=1)).astimezone(JST) if window.duration_s else first
    if first.date() == last.date():
        return first.strftime("%Y-%m-%d")
    return f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
