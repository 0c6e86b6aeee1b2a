"""History: the set a cache serves, its serial, and how earlier serials differ from it."""

from collections import deque
from dataclasses import dataclass

from noroshi.readiness.rpki.rtr.payloads import Payloads, payloads_of_keys

MOST_DELTAS = 64
"""Serials that are remembered; a router that is further behind asks for all."""

FEW = 1000
"""Changes that are always remembered, however small the set."""

SERIALS = 1 << 32
"""Serial numbers wrap (RFC 1982)."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What a serial brought: `announced` beyond the one before, and `withdrawn` from it."""

    serial: int
    announced: Payloads
    withdrawn: Payloads


class History:
    """What is served, from the first set on.

    Args:
        session: Number of this life of the serial numbers (RFC 8210 section 5.1), below 65,536.
        serial: Of the first set.
    """

    def __init__(self, session: int, serial: int = 0) -> None:
        self.session = session
        self.serial = serial
        self.payloads: Payloads | None = None
        self._deltas: deque[Delta] = deque(maxlen=MOST_DELTAS)

    def update(self, payloads: Payloads) -> bool:
        """Serve another set from now on; gives whether it differs."""
        old = self.payloads
        if old is not None and payloads.is_same(old):
            return False
        self.payloads = payloads
        if old is None:
            return True
        announced, withdrawn = payloads.without(old), old.without(payloads)
        self.serial = (self.serial + 1) % SERIALS
        self._deltas.append(Delta(self.serial, announced, withdrawn))
        while self._told() > max(len(payloads) // 2, FEW):
            self._deltas.popleft()  # the whole set is the shorter answer
        return True

    def _told(self) -> int:
        """Payloads in all deltas."""
        return sum(len(delta.announced) + len(delta.withdrawn) for delta in self._deltas)

    def since(self, serial: int) -> Delta | None:
        """What changed after a serial, each payload once; null where that is not known."""
        if serial == self.serial:
            return Delta(serial, _NOTHING, _NOTHING)
        place = next(
            (at for at, d in enumerate(self._deltas) if (d.serial - 1) % SERIALS == serial), None
        )
        if place is None:
            return None
        return _merged([self._deltas[at] for at in range(place, len(self._deltas))])


_NOTHING = payloads_of_keys([], {})


def _merged(deltas: list[Delta]) -> Delta:
    """Several deltas as one: what came and went again is not told."""
    changes: dict[tuple[int, int, int], int] = {}
    came: dict[int, tuple[int, ...]] = {}
    gone: set[int] = set()
    for delta in deltas:
        for part, sign in ((delta.withdrawn, -1), (delta.announced, 1)):
            for key in part.keys():  # noqa: SIM118  # no mapping
                changes[key] = changes.get(key, 0) + sign
        for customer in delta.withdrawn.aspas:
            came.pop(customer, None)
            gone.add(customer)
        for customer, providers in delta.announced.aspas.items():
            came[customer] = providers
            gone.discard(customer)
    announced = payloads_of_keys([key for key, sum_ in changes.items() if sum_ > 0], came)
    withdrawn = payloads_of_keys(
        [key for key, sum_ in changes.items() if sum_ < 0], dict.fromkeys(gone, ())
    )
    return Delta(deltas[-1].serial, announced, withdrawn)
