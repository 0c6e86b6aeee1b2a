"""Memo: what was made of values that come again and again, as in the columns of a long list."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

MOST = 4_096
"""Values that are remembered unless somebody says otherwise."""


class Memo(dict[K, V]):
    """Makes what is asked for the first time; `map(memo.__getitem__, column)` runs without Python.

    A hostile column may hold nothing twice: then all is forgotten and begins anew, so memory is
    bounded. Any number of threads may ask.
    """

    def __init__(self, make: Callable[[K], V], *, most: int = MOST) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        made = self._make(key)
        self[key] = made
        return made
