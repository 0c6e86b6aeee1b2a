"""Hub: what every page and every answer is made from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from noroshi.spine.home import Home
from noroshi.spine.store import Store


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """One running hub.

    Attributes:
        home: Its settings and files.
        store: Its state.
        clock: The present; tests bring their own.
    """

    home: Home
    store: Store
    clock: Callable[[], datetime] = field(default=now)
