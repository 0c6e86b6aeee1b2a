"""Offices: what telling people works with, for tests: a clock that stands, and loopback allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.jobs.notify.office import Office
from noroshi.spine.home import Settings
from noroshi.spine.model import Edition, Endpoint, Standing, Subject, Text, Tlp
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Limits, Outbound
from noroshi.spine.net.mail import MailServer
from noroshi.spine.store import Database
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.indicators import make_indicator


@dataclass(slots=True)
class Clock:
    """A clock that goes when it is told to."""

    at: datetime

    def __call__(self) -> datetime:
        """The present."""
        return self.at

    def go(self, **time: float) -> None:
        """Let time pass: `go(hours=1)`."""
        self.at += timedelta(**time)


def make_office(
    database: Database,
    clock: Clock,
    *,
    settings: Settings | None = None,
    mail: MailServer | None = None,
    destinations: Destinations | None = None,
) -> Office:
    """An office that may reach loopback, unless other destinations are given."""
    return Office(
        database=database,
        settings=settings or Settings(),
        outbound=Outbound(
            limits=Limits(wait_s=10, total_s=10, size_bytes=65_536, redirects=0),
            destinations=destinations or Destinations(allow=["127.0.0.0/8"]),
        ),
        mail=mail,
        clock=clock,
        chance=lambda: 0.0,
        hub="Hub",
    )


def publish(
    database: Database,
    numbers: Sequence[int],
    at: datetime,
    *,
    standing: Standing = Standing.LIVE,
    tlp: Tlp = Tlp.AMBER,
    reason: Text = Text(ja="方針による共有です。", en="Shared by policy."),  # noqa: B008  # frozen
) -> list[Edition]:
    """Put made C&C servers into the list, or take them back."""
    changes = [
        Change(
            collection="c2-servers",
            indicator=make_indicator(
                Subject.endpoint(Endpoint(f"192.0.2.{number % 256}", 443 + number // 256, "tcp")),
                tlp=tlp,
            ),
            standing=standing,
            reason=reason,
            by="policy:test",
        )
        for number in numbers
    ]
    return SharedList(database).publish(changes, at)
