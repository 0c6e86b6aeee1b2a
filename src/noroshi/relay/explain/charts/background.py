"""Background: where the server stands among all servers, one row for each kind of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from noroshi.relay.explain.charts.figure import NARROW, WIDE, Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear, Signed
from noroshi.relay.explain.charts.svg import at, drawing, label, line, rect, tag
from noroshi.relay.explain.language import Audience, Lang, say
from noroshi.relay.explain.portrait import QUANTILES, Comparison, Portrait
from noroshi.relay.explain.quantity import UNKNOWN, quantity
from noroshi.relay.explain.wording import word

MAX_ROWS = 30
"""Rows of the picture; further ones stand in the table only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where the columns of a row lie, in view-box units, and the room of their texts in em.

    The band keeps `_MARK` free at both ends, so that the server's mark never meets a text.
    """

    name_em: float
    band: tuple[float, float]
    value: float
    value_em: float
    rank: float


_MARK = 8.0
"""Half the width of the server's mark, and air."""
_WIDE_COLUMNS = _Columns(name_em=14, band=(184, 490), value=640, value_em=10.5, rank=WIDE)
_NARROW_COLUMNS = _Columns(
    name_em=14.5, band=(0, NARROW), value=NARROW - 56, value_em=9, rank=NARROW
)
_MEDIAN, _MEDIAN_EM = 742.0, 8.2
"""The median's column, on paper and screens only."""

_WIDE_RANGE = 50.0
"""Beyond this ratio of largest to smallest, a row is drawn logarithmic."""


def percentile(value: float) -> str:
    """`P97`, `P99.8`, `>P99.9`."""
    if not isfinite(value):
        return UNKNOWN
    kept = min(max(value, 0.0), 100.0)
    if kept > 99.9:
        return ">P99.9"
    return f"P{kept:.1f}" if kept > 99 else f"P{kept:.0f}"


def draw_background(portrait: Portrait, lang: Lang, audience: Audience, key: str) -> Figure:
    """Quantile bands of all servers, with the server's mark.

    Args:
        portrait: What to draw.
        lang: Language of the labels.
        audience: Outside, counts of clients below 3 are not told.
        key: A name that is unique on the page.
    """
    rows = portrait.background
    title = word("background_title", lang)
    far = sum(1 for row in rows if not 5 <= row.percentile <= 95)
    description = (
        word("background_text", lang, n=len(rows), far=far)
        if rows
        else word("background_none", lang)
    )

    def draw(width: float, name: str) -> str:
        parts, height = _plot(portrait, width, lang, audience)
        return drawing(
            parts, width=width, height=height, title=title, description=description, key=name
        )

    wide, narrow = both_widths(draw, key)
    return Figure(
        title=title,
        description=description,
        wide=wide,
        narrow=narrow,
        table=_table(portrait, lang, audience),
        note=word("background_note", lang) if rows else "",
        empty=not rows,
    )


def _table(portrait: Portrait, lang: Lang, audience: Audience) -> Table:
    ranks = (f"P{quantile}" for quantile in QUANTILES)
    head = (word("term", lang), word("this_server", lang), word("rank", lang), *ranks)
    rows = tuple(
        (
            say(portrait.name(row.code), lang),
            quantity(row.value, row.unit, lang, audience),
            percentile(row.percentile),
            *(quantity(value, row.unit, lang, audience) for value in row.quantiles),
        )
        for row in portrait.background
    )
    return Table(head=head, rows=rows)


def row_scale(row: Comparison, start: float, end: float) -> Linear | Signed:
    """The row's own scale: linear, or bent where values span orders of magnitude."""
    values = [v for v in (row.value, *row.quantiles) if isfinite(v)] or [0.0]
    low, high = min(0.0, *values), max(0.0, *values)
    sizes = [abs(v) for v in values if v]
    if sizes and max(sizes) / _WIDE_RANGE > min(sizes):
        return Signed(low=low, high=high, start=start, end=end, near=min(sizes))
    return Linear(low=low, high=high, start=start, end=end)


def _plot(portrait: Portrait, width: float, lang: Lang, audience: Audience) -> tuple[str, float]:
    narrow = width < 500
    pitch, top = (52.0, 6.0) if narrow else (34.0, 28.0)
    rows = portrait.background[:MAX_ROWS]
    if not rows:
        return label(width / 2, 40, word("nothing", lang), "t faint", anchor="middle"), 70.0
    parts = [] if narrow else [_head(lang)]
    for index, row in enumerate(rows):
        name = say(portrait.name(row.code), lang)
        shown = (
            quantity(row.value, row.unit, lang, audience),
            quantity(row.quantiles[2], row.unit, lang, audience),
            percentile(row.percentile),
        )
        y = top + pitch * index
        parts.append(_narrow_row(row, name, shown, y) if narrow else _wide_row(row, name, shown, y))
    bottom = top + pitch * len(rows)
    return "".join(parts) + _key(
        0 if narrow else _WIDE_COLUMNS.band[0], bottom + 22, lang
    ), bottom + 34


def _head(lang: Lang) -> str:
    at_ = _WIDE_COLUMNS
    return (
        label(at_.value, 14, word("this_server", lang), "t faint", anchor="end", room_em=8)
        + label(_MEDIAN, 14, word("median", lang), "t faint", anchor="end", room_em=6)
        + label(at_.rank, 14, word("rank", lang), "t faint", anchor="end", room_em=5)
    )


def _wide_row(row: Comparison, name: str, shown: tuple[str, str, str], y: float) -> str:
    middle = y + 17
    value, median, rank = shown
    median_text = label(
        _MEDIAN, middle + 4, median, "t num faint", anchor="end", room_em=_MEDIAN_EM
    )
    texts = _texts(_WIDE_COLUMNS, name, value, rank, middle + 4)
    return texts + median_text + _band(row, _inside(row, _WIDE_COLUMNS), middle)


def _narrow_row(row: Comparison, name: str, shown: tuple[str, str, str], y: float) -> str:
    texts = _texts(_NARROW_COLUMNS, name, shown[0], shown[2], y + 14)
    return texts + _band(row, _inside(row, _NARROW_COLUMNS), y + 31)


def _texts(columns: _Columns, name: str, value: str, rank: str, y: float) -> str:
    return (
        label(0, y, name, "t", room_em=columns.name_em)
        + label(columns.value, y, value, "t num strong", anchor="end", room_em=columns.value_em)
        + label(columns.rank, y, rank, "t num", anchor="end")
    )


def _inside(row: Comparison, columns: _Columns) -> Linear | Signed:
    start, end = columns.band
    return row_scale(row, start + _MARK, end - _MARK)


def _band(row: Comparison, scale: Linear | Signed, middle: float) -> str:
    p5, p25, p50, p75, p95, _ = (scale(value) for value in _rising(row.quantiles))
    mark = scale(row.value)
    return (
        line(scale.start, middle, scale.end, middle, "grid")
        + rect(p5, middle - 5, max(p95 - p5, 1), 10, "band")
        + rect(p25, middle - 5, max(p75 - p25, 1), 10, "band core")
        + line(p50, middle - 7, p50, middle + 7, "median")
        + _diamond(mark, middle)
    )


def _rising(values: Sequence[float]) -> list[float]:
    return sorted(value if isfinite(value) else 0.0 for value in values)


def _diamond(x: float, y: float) -> str:
    points = f"{at(x)},{at(y - 7)} {at(x + 6)},{at(y)} {at(x)},{at(y + 7)} {at(x - 6)},{at(y)}"
    return tag("polygon", points=points, class_="here")


def _key(left: float, y: float, lang: Lang) -> str:
    return (
        _diamond(left + 7, y - 4)
        + label(left + 19, y, word("this_server", lang), "t faint")
        + rect(left + 104, y - 9, 26, 10, "band")
        + rect(left + 110, y - 9, 12, 10, "band core")
        + line(left + 116, y - 11, left + 116, y + 3, "median")
        + label(left + 138, y, word("bands", lang), "t faint")
    )
