"""Curves: the share of several groups that is left, falling in steps, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass

from noroshi.relay.explain.charts.figure import Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear, nice_ticks
from noroshi.relay.explain.charts.svg import drawing, label, line, polyline, tag

MOST = 6
"""Curves of one picture: as many as there are line styles. The rest stands in the table only."""

TOP, HEIGHT, ROW, LEFT = 12.0, 190.0, 20.0, 44.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One group.

    Attributes:
        name: Of the group, for people.
        steps: Day, and the share that is left from then on (0 to 1), rising by day.
        cells: What the table says of it, after its name.
    """

    name: str
    steps: tuple[tuple[float, float], ...]
    cells: tuple[str, ...]


def draw_curves(
    curves: Sequence[Curve],
    *,
    title: str,
    description: str,
    head: tuple[str, ...],
    days: str,
    key: str,
) -> Figure:
    """The curves with a legend; each has its own stroke, so that colour is not needed.

    Args:
        curves: In the order of the legend.
        title: What is drawn.
        description: What one sees.
        head: Heads of the table: group, and those of the cells.
        days: What the axis of time is called.
        key: A name that is unique on the page.
    """

    def draw(width: float, name: str) -> str:
        shown = curves[:MOST]
        return drawing(
            _axes(shown, width, days), *_lines(shown, width), *_legend(shown, width),
            width=width, height=TOP + HEIGHT + 48 + ROW * len(shown),
            title=title, description=description, key=name,
        )  # fmt: skip

    wide, narrow = both_widths(draw, key) if curves else ("", "")
    table = Table(head=head, rows=tuple((one.name, *one.cells) for one in curves))
    return Figure(
        title=title, description=description, wide=wide, narrow=narrow, table=table,
        empty=not curves,
    )  # fmt: skip


def _last(curves: Sequence[Curve]) -> float:
    return max((day for one in curves for day, _ in one.steps), default=0.0) * 1.05 or 1.0


def _scales(curves: Sequence[Curve], width: float) -> tuple[Linear, Linear]:
    across = Linear(low=0, high=_last(curves), start=LEFT, end=width - 8)
    return across, Linear(low=0, high=1, start=TOP + HEIGHT, end=TOP)


def _axes(curves: Sequence[Curve], width: float, days: str) -> str:
    across, up = _scales(curves, width)
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = up(share)
        parts.append(line(LEFT, y, width - 8, y, "grid" if share else "axis"))
        parts.append(label(LEFT - 6, y + 4, f"{share:.0%}", "t faint", anchor="end"))
    below = TOP + HEIGHT + 18
    parts += [
        label(across(day), below, f"{day:g}", "t faint", anchor="middle")
        for day in nice_ticks(0, _last(curves), 4 if width < 500 else 8)
    ]
    parts.append(label(width - 8, TOP + HEIGHT + 34, days, "t faint", anchor="end"))
    return "".join(parts)


def _lines(curves: Sequence[Curve], width: float) -> list[str]:
    across, up = _scales(curves, width)
    drawn = []
    for place, one in enumerate(curves):
        points, share = [(across(0), up(1))], 1.0
        for day, left in one.steps:
            points += [(across(day), up(share)), (across(day), up(left))]
            share = left
        points.append((across(_last(curves)), up(share)))
        drawn.append(polyline(points, f"curve c{place}"))
    return drawn


def _legend(curves: Sequence[Curve], width: float) -> list[str]:
    top = TOP + HEIGHT + 52
    return [
        tag(
            "g",
            polyline([(LEFT, top + ROW * at - 4), (LEFT + 34, top + ROW * at - 4)], f"curve c{at}"),
            label(LEFT + 44, top + ROW * at, one.name, "t", room_em=(width - LEFT - 52) / 13),
        )
        for at, one in enumerate(curves)
    ]
