"""Hub: what every page and every answer is made from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from litestar.di import NamedDependency

from noroshi.console.bodies import Bodies
from noroshi.console.copies import Copies
from noroshi.console.pull_book import PullBook
from noroshi.console.report_rate import ReportRate
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.spine.store.pulls import Pulls


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
        pulls: Who read what, noted here by every door that lists leave through.
        copies: Whole lists, rendered once for all who read them.
        entries: Editions as the API tells them, made once for all who read changes.
        bodies: Editions as STIX, made once for all who read them.
        report_rate: How often each address reported sites of late.
        check_rate: How often each address looked at itself of late.
    """

    home: Home
    store: Store
    clock: Callable[[], datetime] = field(default=now)
    pulls: PullBook = field(init=False, compare=False)
    copies: Copies = field(init=False, compare=False)
    entries: Bodies = field(init=False, compare=False)
    bodies: Bodies = field(init=False, compare=False)
    report_rate: ReportRate = field(init=False, compare=False)
    check_rate: ReportRate = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pulls", PullBook(Pulls(self.store.database)))
        object.__setattr__(self, "entries", Bodies())
        object.__setattr__(self, "bodies", Bodies())
        object.__setattr__(self, "report_rate", ReportRate())
        object.__setattr__(self, "check_rate", ReportRate())
        object.__setattr__(self, "copies", Copies(self.home.path / "spool" / "lists"))

    def close(self) -> None:
        """Write what was noted. The store stays open; it is its opener's to close."""
        self.pulls.close()
        self.copies.close()


AtHub = NamedDependency[Hub]
"""A handler's argument `hub`."""
