"""Counted: a figure as counted, with the rows that anybody may look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.model import Window
from noroshi.spine.store import Store

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure as counted.

    Attributes:
        numerator: What was reached.
        denominator: Out of how many; null for plain counts.
        rows: What was counted, one row each.
    """

    numerator: float
    denominator: float | None = None
    rows: tuple[Row, ...] = ()


Count = Callable[[Store, Window, datetime], Counted | None]
"""Counts a figure in a period as of a moment; null where there is no data."""
