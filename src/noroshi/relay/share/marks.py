"""Marks: what was told already, in few octets each."""

from collections.abc import Sequence

import numpy as np

RECENT = 1 << 15
"""Marks that are held where adding is cheap, before they go to where holding is."""


class Marks:
    """Remembers 64 bits of each text, not the text: eight octets each, so a million take 8 MB.

    Two texts of one list are taken for the same once in forty million lists.
    """

    def __init__(self) -> None:
        self._recent: set[int] = set()
        self._old = np.empty(0, np.int64)  # sorted

    def fresh(self, texts: Sequence[str]) -> list[str]:
        """Those of the texts that never came before, each once, in their order."""
        marks = list(map(hash, texts))
        told = []
        for text, mark, is_old in zip(texts, marks, self._are_old(marks), strict=True):
            if not is_old and mark not in self._recent:
                self._recent.add(mark)
                told.append(text)
        if len(self._recent) >= RECENT:
            self._store()
        return told

    def _are_old(self, marks: Sequence[int]) -> list[bool]:
        if not self._old.size:
            return [False] * len(marks)
        asked = np.array(marks, np.int64)
        at = self._old.searchsorted(asked)
        at[at == self._old.size] = 0
        known: list[bool] = (self._old[at] == asked).tolist()
        return known

    def _store(self) -> None:
        added = np.fromiter(self._recent, np.int64, len(self._recent))
        added.sort()
        self._old = np.concatenate((self._old, added))
        self._old.sort(kind="stable")  # of two sorted runs it is a merge
        self._recent.clear()
