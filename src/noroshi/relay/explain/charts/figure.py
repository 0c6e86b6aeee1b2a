"""Figure: one picture in two widths, with the table that says the same."""

from collections.abc import Callable
from dataclasses import dataclass

WIDE, NARROW = 800.0, 360.0
"""Widths of the view boxes: a sheet of paper, and a phone. Letters stay readable in both."""

MAX_TABLE_ROWS = 200
"""Rows that a table beside a picture may have; the rest is counted, not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers behind a picture: a head, and rows of the same length. First column is names."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows that are listed."""
        return self.rows[:MAX_TABLE_ROWS]

    @property
    def left_out(self) -> int:
        """How many rows are not."""
        return len(self.rows) - len(self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture ready for a page.

    Attributes:
        title: What is drawn.
        description: What one sees, in sentences; also the picture's accessible description.
        wide: SVG for paper and screens.
        narrow: SVG for phones.
        table: The same in numbers.
        note: What the picture leaves out or sums up; empty when it shows everything.
        empty: Whether there was nothing to draw; the description says so, a page shows no picture.
    """

    title: str
    description: str
    wide: str
    narrow: str
    table: Table
    note: str = ""
    empty: bool = False


def both_widths(draw: Callable[[float, str], str], key: str) -> tuple[str, str]:
    """The wide and the narrow drawing; `draw` gets a width and a unique key."""
    return draw(WIDE, f"{key}-w"), draw(NARROW, f"{key}-n")
