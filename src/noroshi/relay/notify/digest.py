"""Digest: what happened to the list in a stretch of time, counted, with the most important first."""

import heapq
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from noroshi.relay.notify.wording import outside
from noroshi.spine.model import Edition, Standing, Text

MOST_NAMED = 20
"""Entries of a group that are named; of the others their number is told."""

TOP_REASONS = 5

MOST_REASONS = 10_000
"""Different reasons that are told apart while counting."""


class Happened(StrEnum):
    """What became of an entry, as readers care about it."""

    ADDED = "added"
    CHANGED = "changed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


_OF_STANDING = {
    Standing.SUSPENDED: Happened.SUSPENDED,
    Standing.WITHDRAWN: Happened.WITHDRAWN,
    Standing.EXPIRED: Happened.EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries to which the same happened.

    Attributes:
        count: How many.
        named: Some of them, most confident first.
    """

    count: int
    named: tuple[Edition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One stretch.

    Attributes:
        groups: By what happened; nothing that did not happen.
        reasons: The most frequent reasons of additions and how often each was given.
    """

    groups: dict[Happened, Group]
    reasons: tuple[tuple[Text, int], ...]

    @property
    def changes(self) -> int:
        """How many entries are told of."""
        return sum(group.count for group in self.groups.values())


class Digester:
    """Counts a stretch of any length, part by part, in constant memory."""

    def __init__(self) -> None:
        self._counts: Counter[Happened] = Counter()
        self._named: dict[Happened, list[Edition]] = {}
        self._reasons: Counter[Text] = Counter()

    def add(self, editions: Sequence[Edition], *, known: Collection[str]) -> None:
        """Take in a part.

        Args:
            editions: The latest version of each entry that changed.
            known: Ids of entries that were in the list before the stretch.
        """
        for edition in editions:
            what = _happened(edition, was_there=edition.indicator.id in known)
            if what is None:
                continue
            self._counts[what] += 1
            named = self._named.setdefault(what, [])
            named.append(edition)
            if len(named) > MOST_NAMED * 10:
                named[:] = _foremost(named)
            if what is Happened.ADDED:
                self._count_reason(edition)

    def digest(self) -> Digest:
        """What was counted."""
        return Digest(
            groups={
                what: Group(count=self._counts[what], named=tuple(_foremost(self._named[what])))
                for what in Happened
                if what in self._named
            },
            reasons=tuple(self._reasons.most_common(TOP_REASONS)),
        )

    def _count_reason(self, edition: Edition) -> None:
        """The strongest reason of an addition."""
        for text in edition.indicator.reasons[:1]:
            reason = outside(text, edition.indicator.subject)
            if reason in self._reasons or len(self._reasons) < MOST_REASONS:
                self._reasons[reason] += 1


def _happened(edition: Edition, *, was_there: bool) -> Happened | None:
    """Null for an entry that came and went between two digests."""
    if edition.standing is Standing.LIVE:
        return Happened.CHANGED if was_there else Happened.ADDED
    return _OF_STANDING[edition.standing] if was_there else None


def _foremost(editions: list[Edition]) -> list[Edition]:
    return heapq.nsmallest(
        MOST_NAMED, editions, key=lambda e: (-e.indicator.confidence, -e.sequence)
    )
