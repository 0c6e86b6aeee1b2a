"""Person: somebody who is logged in; programs have no business with accounts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException

from noroshi.console.access.desk import AtDesk
from noroshi.console.caller import Caller
from noroshi.spine.model import Account
from noroshi.spine.store.sessions import Session

Asked = Request[Caller, Any, State]

RECENT = timedelta(minutes=30)
"""How fresh a log-in must be to change what one logs in with."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in, and how.

    Attributes:
        account: Who.
        session: With which log-in.
        caller: What he may do.
        recent: Whether he logged in lately.
    """

    account: Account
    session: Session
    caller: Caller
    recent: bool

    def require_recent(self) -> None:
        """Go on only after a fresh log-in.

        Raises:
            PermissionDeniedException: The log-in is older than half an hour.
        """
        if not self.recent:
            raise PermissionDeniedException("log out and in again before you change this")


Logged = NamedDependency[Person]
"""Who is logged in, as handlers are given him."""


def person_of(request: Asked, desk: AtDesk) -> Person:
    """Who is logged in.

    Raises:
        PermissionDeniedException: A program asks.
    """
    session = request.auth
    account = desk.accounts.get(request.user.account_id or "")
    if not isinstance(session, Session) or account is None:
        raise PermissionDeniedException("this is for people; log in with a browser")
    recent = desk.hub.clock() - session.created_at < RECENT
    return Person(account, session, request.user, recent)
