"""Sids: numbers of Suricata rules, in the range set aside for local use."""

FIRST, LAST = 1_000_000, 1_999_999
"""Range for local rules (sidallocation.org)."""

_SIZE = LAST - FIRST + 1


class Sids:
    """Gives each indicator of one list a number of its own.

    The id names a first choice, and the next free number follows it. So an indicator keeps its number
    from list to list, unless one with a nearby choice that stands before it comes or goes; at 10,000
    entries that concerns about one in a hundred. The id in the rule's metadata never changes.
    """

    def __init__(self) -> None:
        self._taken = bytearray(_SIZE)

    def take(self, indicator_id: str) -> int | None:
        """A number for an id (UUID); None when all are taken."""
        choice = int(indicator_id[-12:], 16) % _SIZE
        free = self._taken.find(0, choice)
        if free < 0:
            free = self._taken.find(0)
        if free < 0:
            return None
        self._taken[free] = 1
        return FIRST + free
