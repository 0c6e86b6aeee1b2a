"""Publisher: the shared lists, brought up to date soon after a verdict that no person has to see first.

The clock does the same every few minutes, which is too late for a page whose first victims come within
the hour.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic

import structlog

from noroshi.spine.model import NoroshiError

log = structlog.get_logger()

LEAST_S = 3.0
"""Between two runs; what comes meanwhile leaves together."""

REST = 4.0
"""Times the length of a run that follow it idle: long lists take a fifth of one core at most."""


class Publisher:
    """Runs a function soon after it was asked to, never twice at once.

    Args:
        publish: Brings the lists up to date.
    """

    def __init__(self, publish: Callable[[], object]) -> None:
        self._publish = publish
        self._wanted = asyncio.Event()
        self.runs = 0
        """How often the lists were brought up to date."""

    def want(self) -> None:
        """There is something to publish."""
        self._wanted.set()

    async def run(self) -> None:
        """Until it is cancelled. What goes wrong is logged, and left to the clock's own run."""
        while True:
            await self._wanted.wait()
            await asyncio.sleep(await self._once())

    async def flush(self) -> None:
        """Publish what is still wanted, now."""
        if self._wanted.is_set():
            await self._once()

    async def _once(self) -> float:
        """Publish; gives the seconds to rest."""
        self._wanted.clear()
        began = monotonic()
        try:
            await asyncio.to_thread(self._publish)
            self.runs += 1
        except NoroshiError as error:
            log.warning("the lists were not brought up to date", reason=str(error))
        return max(LEAST_S, REST * (monotonic() - began))


@asynccontextmanager
async def opened_publisher(publish: Callable[[], object]) -> AsyncIterator[Publisher]:
    """A publisher that runs while entered; what is wanted at the end is published before it is left."""
    publisher = Publisher(publish)
    running = asyncio.create_task(publisher.run())
    try:
        yield publisher
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await publisher.flush()
