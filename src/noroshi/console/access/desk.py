"""Desk: the stores and rules that pages of access work with."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from litestar.di import NamedDependency

from noroshi.console.access.auditor import auditor_of
from noroshi.console.access.passwords import Passwords, passwords
from noroshi.console.hub import Hub
from noroshi.spine.model import Auditor
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.attempts import Attempts
from noroshi.spine.store.invitations import Invitations
from noroshi.spine.store.members import Operators
from noroshi.spine.store.passkeys import Passkeys
from noroshi.spine.store.sessions import Sessions
from noroshi.spine.store.tickets import Tickets
from noroshi.spine.store.tokens import Tokens


@dataclass(frozen=True)
class Desk:
    """What one hub knows of people and programs."""

    hub: Hub

    @property
    def _database(self) -> Database:
        return self.hub.store.database

    @cached_property
    def operators(self) -> Operators:
        """Members."""
        return Operators(self._database)

    @cached_property
    def accounts(self) -> Accounts:
        """People."""
        return Accounts(self._database)

    @cached_property
    def sessions(self) -> Sessions:
        """Log-ins."""
        access = self.hub.home.settings.access
        return Sessions(
            self._database,
            idle=timedelta(minutes=access.idle_min),
            lasting=timedelta(hours=access.session_h),
        )

    @cached_property
    def tokens(self) -> Tokens:
        """Programs' tokens."""
        return Tokens(self._database)

    @cached_property
    def invitations(self) -> Invitations:
        """Links that work once."""
        return Invitations(self._database)

    @cached_property
    def passkeys(self) -> Passkeys:
        """Passkeys."""
        return Passkeys(self._database)

    @cached_property
    def attempts(self) -> Attempts:
        """Failed log-ins."""
        return Attempts(self._database)

    @cached_property
    def tickets(self) -> Tickets:
        """Log-ins under way."""
        return Tickets(self._database)

    @cached_property
    def auditor(self) -> Auditor:
        """Who writes down what is done."""
        return auditor_of(self.hub)

    @property
    def passwords(self) -> Passwords:
        """The hasher of this process."""
        return passwords()


AtDesk = NamedDependency[Desk]
"""The desk, as handlers are given it."""


def desk_of(hub: NamedDependency[Hub]) -> Desk:
    """The desk of a hub."""
    return Desk(hub)
