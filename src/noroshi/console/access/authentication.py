"""Authentication: who asks, from a cookie or a token, before any route."""

from litestar.concurrency import sync_to_thread
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ASGIApp

from noroshi.console.access.callers import caller_of_person, caller_of_token, secret_in
from noroshi.console.access.cookies import SESSION, cookie_in
from noroshi.console.access.desk import Desk
from noroshi.console.access.place import Connection
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.at_once import at_once
from noroshi.console.caller import NOBODY, Caller
from noroshi.console.hub import Hub
from noroshi.spine.store.sessions import Session
from noroshi.spine.store.tokens import is_use_due


class Authentication(AbstractAuthenticationMiddleware):
    """Puts a `Caller` into `request.user`, and the log-in of a person into `request.auth`.

    A token that does not hold makes nobody of the asker: public routes answer, others say 401.
    An `Authorization` header is looked at first; a cookie beside it is not.
    """

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        super().__init__(app)
        self._hub, self._desk = hub, Desk(hub)

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """Who asks.

        Raises:
            PermissionDeniedException: A foreign page uses a person's cookie.
        """
        if (header := connection.headers.get("authorization")) is not None:
            caller = await self._by_token(secret_in(header))
            return AuthenticationResult(user=caller, auth=None)
        if (secret := cookie_in(self._hub, connection, SESSION)) is None:
            return AuthenticationResult(user=NOBODY, auth=None)
        caller, session = await sync_to_thread(self._by_cookie, secret)
        if caller.known:
            refuse_other_origins(self._hub, connection)
        return AuthenticationResult(user=caller, auth=session)

    async def _by_token(self, secret: str | None) -> Caller:
        tokens, at = self._desk.tokens, self._hub.clock()
        found = await at_once(self._hub, tokens.look_up, secret, at) if secret else None
        if found is None:
            return NOBODY
        if is_use_due(found[0], at):
            await sync_to_thread(tokens.note_use, found[0].id, at)
        return caller_of_token(*found)

    def _by_cookie(self, secret: str) -> tuple[Caller, Session | None]:
        found = self._desk.sessions.find(secret, self._hub.clock())
        return (caller_of_person(found[1]), found[0]) if found else (NOBODY, None)
