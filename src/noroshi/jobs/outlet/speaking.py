"""Speaking: commands to ExaBGP whenever the list or an act changes, until told to stop."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import structlog

from noroshi.jobs.outlet.writing import announcements
from noroshi.spine.home import Home
from noroshi.spine.home.acts import acts_mark
from noroshi.spine.model import ConfigError, Outlet, SourceError
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList

log = structlog.get_logger()

TICK_S = 0.2
PAUSE_S = 5.0
"""How long to wait after an error; what was announced stays meanwhile."""


def speak(
    home: Home,
    store: Store,
    outlets: Sequence[Outlet],
    clock: Callable[[], datetime],
    wait: Callable[[float], bool],
) -> Iterator[str]:
    """Commands, one a line: first all that holds, then what changes.

    ExaBGP forgets what a process announced when the process ends, so a new one begins anew.

    Args:
        home: Lists, settings and acts.
        store: The lists.
        outlets: Which.
        clock: The present, in UTC.
        wait: Waits so many seconds; true when it is time to stop.

    Raises:
        ConfigError: At the beginning only: a sink is not set, or the file of acts is damaged.
    """
    looked: object = None
    told: set[str] = set()
    end: datetime | None = None
    first = True
    while True:
        now = clock()
        try:
            mark = acts_mark(home), SharedList(store.database).head()
            if mark != looked or (end is not None and now >= end):
                wanted = announcements(home, store, outlets, now)
                yield from map(_withdrawal, sorted(told - wanted))
                yield from sorted(wanted - told)
                told, looked, end = wanted, mark, _next_end(home, store, now)
        except (ConfigError, SourceError) as error:
            if first:
                raise
            log.warning("routes were not looked at; it is tried again", reason=str(error))
            if wait(PAUSE_S):
                return
        first = False
        if wait(TICK_S):
            return


def _withdrawal(line: str) -> str:
    return f"withdraw{line.removeprefix('announce')}"


def _next_end(home: Home, store: Store, now: datetime) -> datetime | None:
    shared = SharedList(store.database)
    ends = [shared.next_end(name, now) for name in home.settings.outlet.collections]
    return min((end for end in ends if end is not None), default=None)
