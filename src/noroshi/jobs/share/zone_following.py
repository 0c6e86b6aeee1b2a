"""Zone following: passes of zone feeding whenever the lists changed or an entry ended, without end."""

from collections.abc import Callable, Iterator
from datetime import datetime

import structlog

from noroshi.jobs.share.zone_feeding import Fed, feed, primary_of, readership_of
from noroshi.jobs.zone.status import note_failed, note_fed
from noroshi.spine.home import Home
from noroshi.spine.home.acts import acts_mark
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList

log = structlog.get_logger()

TICK_S = 0.1
"""How often the lists are looked at: one short question to the own database."""
LOOK_S = 30.0
"""How often the zone is looked at though nothing changed: a primary that lost it is found so."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
"""How long to wait after a failure; doubled with each further one."""


def follow(
    home: Home,
    store: Store,
    clock: Callable[[], datetime],
    wait: Callable[[float], bool],
    *,
    steady: Callable[[], float],
) -> Iterator[Fed]:
    """Feed until told to stop; gives each pass that told the zone something.

    A primary or a state that cannot be reached, or a primary that refuses, is logged and tried
    again: the hub outlives the errors of others.

    Args:
        home: Settings and key.
        store: The lists.
        clock: The present, in UTC.
        wait: Waits so many seconds; true when it is time to stop.
        steady: Seconds that only grow.

    Raises:
        ConfigError: No zone is set, or its key is missing.
    """
    primary_of(home)
    due = _Due(home, store, steady)
    pause_s = FIRST_PAUSE_S
    stopped = False
    while not stopped:
        try:
            done = _pass(home, store, clock(), due)
        except (SourceError, ConfigError) as error:
            log.warning(
                "the zone was not fed; it is tried again", reason=str(error), wait_s=pause_s
            )
            note_failed(home, str(error), clock())
            due.failed()
            stopped = wait(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            continue
        pause_s = FIRST_PAUSE_S
        if done is not None and done.updates:
            yield done
        stopped = wait(TICK_S)


def _pass(home: Home, store: Store, at: datetime, due: "_Due") -> Fed | None:
    if not due.now(at):
        return None
    done = feed(home, store, at)
    note_fed(home, zone=done.zone, serial=done.serial, sequence=done.sequence, at=at)
    due.fed(at)
    return done


class _Due:
    """Whether there may be something to tell."""

    def __init__(self, home: Home, store: Store, steady: Callable[[], float]) -> None:
        self._home, self._shared = home, SharedList(store.database)
        self._collections = readership_of(home).collections
        self._steady = steady
        self._held: object = None
        self._seen: object = None
        self._end: datetime | None = None
        self._looked = float("-inf")

    def now(self, at: datetime) -> bool:
        """Whether to look at the zone."""
        seen = self._shared.head(), acts_mark(self._home)
        due = (
            seen != self._held
            or (self._end is not None and at >= self._end)
            or self._steady() - self._looked >= LOOK_S
        )
        self._seen = seen
        return due

    def fed(self, at: datetime) -> None:
        """Note that all up to what was seen is told."""
        self._held, self._looked = self._seen, self._steady()
        ends = [self._shared.next_end(name, at) for name in self._collections]
        self._end = min((end for end in ends if end is not None), default=None)

    def failed(self) -> None:
        """Look again whatever comes."""
        self._looked = float("-inf")
