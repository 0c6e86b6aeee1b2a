"""Until told: a command that goes on until somebody ends it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def until_told() -> Iterator[Event]:
    """An event that SIGINT and SIGTERM set; what they did before, they do again behind the block.

    Unlike `KeyboardInterrupt`, which Python drops where a module is being loaded or an object goes, it cannot be lost.
    """
    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
