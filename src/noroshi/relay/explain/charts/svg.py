"""SVG: the few elements the charts need, escaped, with coordinates that are always finite."""

from collections.abc import Sequence
from html import escape
from math import isfinite

from noroshi.relay.explain.language import printable, shorten

FAR = 100_000.0
"""Coordinates are kept within this distance of 0, in user units."""


def at(value: float) -> str:
    """A coordinate with one decimal at most; never NaN or infinity."""
    kept = min(max(value, -FAR), FAR) if isfinite(value) else 0.0
    text = f"{kept:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, *children: str, **attributes: str | float) -> str:
    """An element; `class_` becomes `class`, other underscores become hyphens."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
    )
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def _attribute(value: str | float) -> str:
    return escape(printable(value)) if isinstance(value, str) else at(value)


def words(text: str) -> str:
    """Text content, escaped."""
    return escape(printable(text), quote=False)


def label(
    x: float, y: float, text: str, class_: str = "t", *, anchor: str = "start", room_em: float = 0
) -> str:
    """A text at its baseline; with `room_em` it is cut to fit, the whole in its title."""
    shown = shorten(text, room_em) if room_em else printable(text)
    whole = tag("title", words(text)) if shown != printable(text) else ""
    return tag("text", whole + words(shown), x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> str:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def rect(x: float, y: float, width: float, height: float, class_: str) -> str:
    """A rectangle; a negative width or height becomes 0."""
    return tag("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), class_=class_)


def boxes(corners: Sequence[tuple[float, float, float, float]], class_: str) -> str:
    """Many rectangles `(x, y, width, height)` as one path; empty text when there are none."""
    if not corners:
        return ""
    path = "".join(f"M{at(x)},{at(y)}h{at(w)}v{at(h)}h{at(-w)}z" for x, y, w, h in corners)
    return tag("path", d=path, class_=class_)


def polyline(points: Sequence[tuple[float, float]], class_: str) -> str:
    """An open line through points; empty text when there are none."""
    if not points:
        return ""
    return tag("polyline", points=" ".join(f"{at(x)},{at(y)}" for x, y in points), class_=class_)


def drawing(
    *children: str, width: float, height: float, title: str, description: str, key: str
) -> str:
    """The whole drawing, with its accessible name and description.

    Args:
        children: Elements.
        width: Width of the view box.
        height: Height of the view box.
        title: Accessible name.
        description: What the picture shows, in sentences.
        key: A name that is unique on the page; letters, digits and hyphens.
    """
    return tag(
        "svg",
        tag("title", words(title), id=f"{key}-t"),
        tag("desc", words(description), id=f"{key}-d"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {at(width)} {at(height)}",
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
        class_="chart",
    )
