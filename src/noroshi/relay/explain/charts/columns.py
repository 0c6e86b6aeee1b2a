"""Columns: how many of something there were in each of a row of equal times."""

from collections.abc import Sequence

from noroshi.relay.explain.charts.figure import Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear, nice_ticks
from noroshi.relay.explain.charts.svg import boxes, drawing, label, line


def draw_columns(
    counts: Sequence[tuple[str, int]],
    *,
    title: str,
    description: str,
    head: tuple[str, str],
    key: str,
) -> Figure:
    """One column a time.

    Args:
        counts: Name of each time and its count, the oldest first.
        title: What is drawn.
        description: What one sees.
        head: Heads of the table: time, count.
        key: A name that is unique on the page.
    """

    def draw(width: float, name: str) -> str:
        return drawing(
            _plot(counts, width),
            width=width, height=150, title=title, description=description, key=name,
        )  # fmt: skip

    empty = not any(count for _, count in counts)
    wide, narrow = ("", "") if empty else both_widths(draw, key)
    rows = tuple((name, f"{count:,}") for name, count in counts)
    table = Table(head=head, rows=rows)
    return Figure(
        title=title, description=description, wide=wide, narrow=narrow, table=table, empty=empty
    )


def _plot(counts: Sequence[tuple[str, int]], width: float) -> str:
    top, bottom, left = 12.0, 116.0, 34.0
    most = max(count for _, count in counts)
    height = Linear(low=0, high=float(most), start=0, end=bottom - top)
    step = (width - left - 6) / len(counts)
    parts = []
    for tick in nice_ticks(0, float(most), 3):
        if tick.is_integer():
            y = bottom - height(tick)
            parts.append(line(left, y, width - 6, y, "axis" if tick == 0 else "grid"))
            parts.append(label(left - 6, y + 4, f"{tick:,.0f}", "t faint", anchor="end"))
    bars = [
        (left + step * at + step * 0.15, bottom - height(count), step * 0.7, height(count))
        for at, (_, count) in enumerate(counts)
        if count
    ]
    parts.append(boxes(bars, "for"))
    every = max(round(64 / step), 1)
    for at, (name, _) in enumerate(counts):
        if at % every == 0:
            x = left + step * (at + 0.5)
            parts.append(label(x, bottom + 20, name, "t faint", anchor="middle"))
    return "".join(parts)
