"""Spans: things that last, one bar a row from the first to the last time, with a mark for each event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.relay.explain.charts.figure import Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear
from noroshi.relay.explain.charts.svg import boxes, drawing, label, line, rect
from noroshi.relay.explain.charts.timeaxis import draw_time_axis
from noroshi.relay.explain.quantity import JST
from noroshi.spine.model import Window

MAX_ROWS = 30
"""Rows of the picture; the table has them all."""

MARK_WIDTH = 2.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One row.

    Attributes:
        name: What it is.
        amount: A number at its end.
        events: Moments that are marked, in any order; at least one.
        end: When it was seen last.
    """

    name: str
    amount: str
    events: tuple[datetime, ...]
    end: datetime

    @property
    def start(self) -> datetime:
        """The first moment."""
        return min(self.events)


def draw_spans(
    rows: Sequence[Span], *, title: str, description: str, head: tuple[str, str, str, str], key: str
) -> Figure:
    """Rows over time.

    Args:
        rows: In the order in which they are drawn.
        title: What is drawn.
        description: What one sees.
        head: Heads of the table: name, amount, first, last.
        key: A name that is unique on the page.
    """

    def draw(width: float, name: str) -> str:
        parts, height = _plot(rows[:MAX_ROWS], width)
        return drawing(
            parts, width=width, height=height, title=title, description=description, key=name
        )

    wide, narrow = both_widths(draw, key) if rows else ("", "")
    table = Table(
        head=head,
        rows=tuple((row.name, row.amount, _day(row.start), _day(row.end)) for row in rows),
    )
    return Figure(
        title=title, description=description, wide=wide, narrow=narrow, table=table, empty=not rows
    )


def _plot(rows: Sequence[Span], width: float) -> tuple[str, float]:
    narrow = width < 500
    pitch, top = (40.0, 6.0) if narrow else (26.0, 6.0)
    left = 60.0 if narrow else 230.0
    window = Window(min(row.start for row in rows), max(row.end for row in rows))
    scale = Linear(
        low=float(window.start_ms), high=float(window.end_ms), start=left, end=width - 44
    )
    bottom = top + pitch * len(rows)
    drawn = [_row(row, scale, top + pitch * at, pitch, width) for at, row in enumerate(rows)]
    return "".join([draw_time_axis(window, scale, top, bottom), *drawn]), bottom + 40


def _row(row: Span, scale: Linear, y: float, pitch: float, width: float) -> str:
    narrow = width < 500
    middle = y + pitch - 10
    start, end = scale(row.start.timestamp() * 1000), scale(row.end.timestamp() * 1000)
    marks = [
        (scale(at.timestamp() * 1000) - MARK_WIDTH / 2, middle - 6, MARK_WIDTH, 12.0)
        for at in row.events
    ]
    name = (
        label(2, y + 16, row.name, "t", room_em=24)
        if narrow
        else label(0, middle + 4, row.name, "t", room_em=18)
    )
    return "".join(
        [
            line(scale.start, middle, scale.end, middle, "grid"),
            rect(start, middle - 3, max(end - start, 2), 6, "calm"),
            boxes(marks, "mark"),
            name,
            label(width - 4, middle + 4, row.amount, "t num", anchor="end"),
        ]
    )


def _day(at: datetime) -> str:
    return at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
