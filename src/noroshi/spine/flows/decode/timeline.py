"""Timeline: a value that changes along the stream, and which one held at each place."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from noroshi.spine.flows.address import I64

Value = TypeVar("Value")
BEFORE = -1
"""Place of what was known before the batch."""


@dataclass(slots=True)
class Timeline(Generic[Value]):
    """Values with the place from which each holds, in stream order."""

    places: list[int] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)

    def put(self, place: int, value: Value) -> None:
        """From `place` on the value holds; later calls for the same place win."""
        at = bisect_right(self.places, place)
        self.places.insert(at, place)
        self.values.insert(at, value)

    def at(self, places: I64) -> I64:
        """Index of the value in force at each place; what comes before the first takes the first.

        A collector that holds data until its template comes would give the same.
        """
        found = np.searchsorted(np.array(self.places, np.int64), places, side="right") - 1
        return np.maximum(found, 0)

    def forget(self) -> None:
        """Keep the last value, as known before the next batch."""
        self.places[:], self.values[:] = [BEFORE], self.values[-1:]
