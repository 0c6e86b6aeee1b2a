"""Authentication: who asks, from a cookie or a token, before any route."""

from litestar.concurrency import sync_to_thread
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from noroshi.console.access.callers import caller_of_person, caller_of_token, secret_in
from noroshi.console.access.cookies import SESSION, cookie_in
from noroshi.console.access.desk import Desk
from noroshi.console.access.place import Connection
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.app import hub_of
from noroshi.console.at_once import at_once
from noroshi.console.caller import NOBODY, Caller
from noroshi.spine.store.sessions import Session
from noroshi.spine.store.tokens import is_use_due


class Authentication(AbstractAuthenticationMiddleware):
    """Puts a `Caller` into `request.user`, and the log-in of a person into `request.auth`.

    A token that does not hold makes nobody of the asker: public routes answer, others say 401.
    An `Authorization` header is looked at first; a cookie beside it is not.
    """

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """Who asks.

        Raises:
            PermissionDeniedException: A foreign page uses a person's cookie.
        """
        desk = Desk(hub_of(connection.app))
        if (header := connection.headers.get("authorization")) is not None:
            caller = await _by_token(desk, secret_in(header))
            return AuthenticationResult(user=caller, auth=None)
        if (secret := cookie_in(desk.hub, connection, SESSION)) is None:
            return AuthenticationResult(user=NOBODY, auth=None)
        caller, session = await sync_to_thread(_by_cookie, desk, secret)
        if caller.known:
            refuse_other_origins(desk.hub, connection)
        return AuthenticationResult(user=caller, auth=session)


async def _by_token(desk: Desk, secret: str | None) -> Caller:
    tokens, at = desk.tokens, desk.hub.clock()
    found = await at_once(desk.hub, tokens.look_up, secret, at) if secret else None
    if found is None:
        return NOBODY
    if is_use_due(found[0], at):
        await sync_to_thread(tokens.note_use, found[0].id, at)
    return caller_of_token(*found)


def _by_cookie(desk: Desk, secret: str) -> tuple[Caller, Session | None]:
    found = desk.sessions.find(secret, desk.hub.clock())
    return (caller_of_person(found[1]), found[0]) if found else (NOBODY, None)
