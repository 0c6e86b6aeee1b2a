"""At once: short reads without a thread, where that takes less than handing them to one."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from litestar.concurrency import sync_to_thread

from noroshi.console.hub import Hub

P = ParamSpec("P")
T = TypeVar("T")


async def at_once(hub: Hub, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a read of a few rows gives.

    A file answers in less time than a thread takes to begin, and its readers wait for no writer. A
    server is asked from a thread: others are served meanwhile.

    Args:
        hub: Whose state is read.
        read: Reads a few rows by their keys, and never writes.
        args: Its arguments.
        kwargs: Its arguments.
    """
    if hub.store.database.file is not None:
        return read(*args, **kwargs)
    return await sync_to_thread(read, *args, **kwargs)
