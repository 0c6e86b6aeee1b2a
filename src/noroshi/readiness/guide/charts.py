"""Charts: bars as SVG for paper and for pages (decision 6).

Colours stand in the elements, so that paper needs no style sheet; a page may override them by class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

INK, FAINT, RULE, BAND = "#1d2126", "#5f666d", "#b9b4a9", "#e4dfd5"
COLOURS = {"good": "#33704f", "for": "#b0482a", "against": "#2a6a99", "warn": "#8a5a0c", "level": "#8d959c", "mark": "#34495a"}  # fmt: skip
"""Of the console's palette: safe, dangerous, neutral."""

FONT = "Noto Sans CJK JP, Hiragino Sans, Yu Gothic, system-ui, sans-serif"
WIDTH, LABEL, VALUE = 640.0, 190.0, 96.0
ROW = 26.0
ALL = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar: its amount, its kind by colour, and its name."""

    amount: float
    colour: str
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: what it is, its parts, and what is written behind it."""

    label: str
    parts: tuple[Part, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """A score with what it could be: all of 0 to 1; the score is null where too little is known."""

    label: str
    value: float | None
    low: float
    high: float
    text: str


def bars(lines: Sequence[Bar], title: str) -> str:
    """Lines of stacked parts to one scale, with a legend where several kinds are there."""
    most = max((sum(part.amount for part in line.parts) for line in lines), default=0) or 1.0
    room = WIDTH - LABEL - VALUE
    names = list(
        dict.fromkeys(
            (part.name, part.colour) for line in lines for part in line.parts if part.name
        )
    )
    top = ROW if len(names) > 1 else 0.0
    drawn = [_legend(names)] if len(names) > 1 else []
    for place, line in enumerate(lines):
        y = top + place * ROW
        drawn.append(_label(line.label, y))
        x = LABEL
        for part in line.parts:
            width = part.amount / most * room
            drawn.append(_rect(x, y + 5, max(width, 1.5 if part.amount else 0), 14, part.colour))
            x += width
        drawn.append(_text(x + 6, y + 16, line.value))
    return _svg("".join(drawn), top + len(lines) * ROW, title)


def ranges(lines: Sequence[Range], title: str) -> str:
    """Scores from 0 to 100, each in the range that the unknown leaves open."""
    room = WIDTH - LABEL - VALUE
    height = len(lines) * ROW
    drawn = [
        f'<line x1="{_at(LABEL + room * share / ALL)}" x2="{_at(LABEL + room * share / ALL)}" y1="0" y2="{_at(height)}" '
        f'stroke="{BAND}" class="grid"/>' + _text(LABEL + room * share / ALL, height + 13, str(share), anchor="middle", faint=True)
        for share in (0, 25, 50, 75, 100)
    ]  # fmt: skip
    for place, line in enumerate(lines):
        y = place * ROW + ROW / 2
        low, high = LABEL + room * line.low, LABEL + room * line.high
        drawn.append(_label(line.label, place * ROW))
        drawn.append(f'<line x1="{_at(low)}" x2="{_at(max(high, low + 1))}" y1="{_at(y)}" y2="{_at(y)}" stroke="{FAINT}" stroke-width="1.5" class="axis"/>')  # fmt: skip
        if line.value is not None:
            x = LABEL + room * line.value
            drawn.append(_rect(x - 3, y - 8, 6, 16, "mark"))
        drawn.append(_text(WIDTH - VALUE + 14, y + 4, line.text))
    return _svg("".join(drawn), height + 18, title)


def _svg(inside: str, height: float, title: str) -> str:
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_at(WIDTH)} {_at(height)}" role="img" '
        f'aria-label="{escape(title)}" font-family="{FONT}" font-size="12">{inside}</svg>'
    )


def _legend(names: Sequence[tuple[str, str]]) -> str:
    drawn, x = "", LABEL
    for name, colour in names:
        drawn += _rect(x, 4, 10, 10, colour) + _text(x + 15, 13, name, faint=True)
        x += 26 + _width(name)
    return drawn


def _label(text: str, y: float) -> str:
    shown = text
    while _width(shown) > LABEL - 14:
        shown = shown.removesuffix("…")[:-1] + "…"
    return _text(LABEL - 8, y + 16, shown, anchor="end")


def _width(text: str) -> float:
    """About how wide a text is at 12 units: full-width signs take twice as much."""
    return sum(12.0 if ord(sign) > 0x2E7F else 6.6 for sign in text)


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}" '
        f'fill="{COLOURS[colour]}" class="{colour}"/>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", faint: bool = False) -> str:
    fill, kind = (FAINT, ' class="faint"') if faint else (INK, "")
    return (
        f'<text x="{_at(x)}" y="{_at(y)}" text-anchor="{anchor}" fill="{fill}"{kind}>'
        f"{escape(text, quote=False)}</text>"
    )


def _at(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
