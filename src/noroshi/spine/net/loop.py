"""Loop: an event loop in a thread of its own, for connections beside the datagrams."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog

log = structlog.get_logger()

Result = TypeVar("Result")
LONGEST_S = 10.0
"""How long another thread waits for the loop's answer."""


class LoopThread:
    """Runs from `start` until `stop`; other threads hand it work."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(_tell)
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine in the loop; gives its result, or raises what it raises."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(LONGEST_S)

    def call(self, work: Callable[[], None]) -> None:
        """Call a function in the loop, soon; not at all once the loop is over."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(work)

    def stop(self) -> None:
        """Cancel what still runs, and end."""
        if self._thread.is_alive():
            with suppress(TimeoutError):
                self.run(_cancel_others())
            self.call(self._loop.stop)
            self._thread.join(LONGEST_S)
        if not self._loop.is_running():
            self._loop.close()


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _tell(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    log.warning("a connection failed", reason=context.get("message"), error=repr(context.get("exception")))  # fmt: skip


def fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Makes the fastest event loop that is installed; null stands for Python's own."""
    try:
        import uvloop  # noqa: PLC0415  # optional, and slow to load
    except ImportError:
        return None
    return uvloop.new_event_loop
