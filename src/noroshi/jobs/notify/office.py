"""Office: what telling people works with, and what it counts."""

import random
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from noroshi.relay.notify import Backoff
from noroshi.spine.home import Home, Settings, read_secret
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Limits, Outbound
from noroshi.spine.net.mail import MailServer
from noroshi.spine.store import Database

ANSWER_OCTETS = 65_536
"""Octets of a webhook's answer that are read at most."""

LEASE_MARGIN = timedelta(minutes=1)
"""How much longer than one attempt a message stays in one hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """What a pass did.

    Attributes:
        made: Messages that were made.
        sent: Messages that arrived.
        failed: Attempts that did not; those messages are due again later.
        dead: Messages that were given up.
        unmade: Messages that could not be made, because an address is none.
        forgotten: Old messages that were dropped.
    """

    made: int = 0
    sent: int = 0
    failed: int = 0
    dead: int = 0
    unmade: int = 0
    forgotten: int = 0

    def __add__(self, other: "Notified") -> "Notified":
        return Notified(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a pass works with.

    Attributes:
        database: The state.
        settings: `[notify]` and `[mail]`.
        outbound: The way to webhooks.
        mail: The way to people; null for none.
        clock: The present; signatures bear it.
        chance: A number in [0, 1), anew at each call.
        hub: Name of the hub, for people.
        url: Where it is seen; empty for nowhere.
    """

    database: Database
    settings: Settings
    outbound: Outbound
    mail: MailServer | None
    clock: Callable[[], datetime]
    chance: Callable[[], float] = random.random
    hub: str = "Noroshi"
    url: str = ""

    @property
    def backoff(self) -> Backoff:
        """Pauses between attempts."""
        notify = self.settings.notify
        return Backoff(
            first_s=notify.first_pause_s,
            longest_s=notify.longest_pause_s,
            attempts=notify.attempts,
        )

    @property
    def lease(self) -> timedelta:
        """How long a message stays in one hand."""
        return 2 * timedelta(seconds=self.settings.notify.timeout_s) + LEASE_MARGIN


def office_of(home: Home, database: Database, clock: Callable[[], datetime]) -> Office:
    """The office of an installation.

    Raises:
        ConfigError: A setting or the secret of the mail server is wrong.
    """
    settings = home.settings
    return Office(
        database=database,
        settings=settings,
        outbound=outbound(settings),
        mail=mail_server(home),
        clock=clock,
        hub=settings.hub.name,
        url=settings.hub.public_url,
    )


def outbound(settings: Settings) -> Outbound:
    """The way to webhooks: global addresses, and the operator's own that it allows."""
    timeout_s = float(settings.notify.timeout_s)
    return Outbound(
        limits=Limits(wait_s=timeout_s, total_s=timeout_s, size_bytes=ANSWER_OCTETS, redirects=0),
        destinations=Destinations(allow=settings.notify.private_destinations),
    )


def mail_server(home: Home) -> MailServer | None:
    """The mail server of `[mail]`; null where none is set.

    Raises:
        ConfigError: The password's file is missing, empty or readable by others.
    """
    mail = home.settings.mail
    if not mail.host:
        return None
    return MailServer(
        host=mail.host,
        port=mail.port,
        tls=mail.tls,
        user=mail.user,
        password=read_secret(home.path / mail.password_file) if mail.user else "",
        ca_file=home.path / mail.ca_file if mail.ca_file else None,
    )
