"""Sign-on: log-in with an account of one's own organisation, and linking it."""

from typing import Annotated

import structlog
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import QueryParameter

from noroshi.console.access.cookies import TICKET, cookie_in, cookie_of, no_cookie
from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.going import go
from noroshi.console.access.log_in import Next, let_in
from noroshi.console.access.person import Asked, Logged
from noroshi.console.access.place import origin_of
from noroshi.console.access.provider import Asking, Provider
from noroshi.console.access.same_origin import is_same_origin
from noroshi.console.pages.language import local_path
from noroshi.console.permit import ANYBODY_KNOWN, PUBLIC
from noroshi.spine.model import InputError, NoroshiError
from noroshi.spine.store.secret import digest_of, fresh_secret
from noroshi.spine.store.sessions import Session

PURPOSE = "sign-on"
BACK = "/log-in/sign-on/back"
LONGEST = 4096
"""Characters of a code or a state."""

Code = Annotated[str, QueryParameter(name="code", max_length=LONGEST)]
State = Annotated[
    str, QueryParameter(name="state", max_length=LONGEST)
]  # `state` itself is Litestar's


@get("/log-in/sign-on", opt=PUBLIC, sync_to_thread=True)
def sign_on(request: Asked, desk: AtDesk, next_: Next = "/") -> Response[None]:
    """Send the browser to the identity provider."""
    return _sent(request, desk, {"goal": local_path(next_)}, failed="/log-in")


@get("/account/identity", opt=ANYBODY_KNOWN, sync_to_thread=True)
def link_identity(request: Asked, desk: AtDesk, person: Logged) -> Response[None]:
    """Send the browser to the identity provider; whoever it names is linked to this account.

    A link and no form: the page's policy lets forms lead to the hub only, redirects included.

    Raises:
        PermissionDeniedException: The log-in is old, or another site's page leads here.
    """
    person.require_recent()
    if not is_same_origin(desk.hub, request):
        raise PermissionDeniedException("begin this from your account page")
    content = {"goal": "/account", "link": person.account.id}
    return _sent(request, desk, content, failed="/account")


@post("/account/identity/unlink", opt=ANYBODY_KNOWN, sync_to_thread=True, status_code=303)
def unlink_identity(desk: AtDesk, person: Logged) -> Response[None]:
    """Link the account to nobody any more.

    Raises:
        PermissionDeniedException: The log-in is old.
    """
    person.require_recent()
    desk.accounts.link(person.account.id, None)
    desk.auditor.note(person.caller.by, "identity.unlink", person.caller.by)
    return go("/account", done="unlinked")


@get(BACK, opt=PUBLIC, sync_to_thread=True)
def come_back(request: Asked, desk: AtDesk, code: Code = "", state_: State = "") -> Response[None]:
    """Let in, or link, whom the provider names. Only the browser that began can come back."""
    gone = [no_cookie(desk.hub, request, TICKET)]
    content = _begun(request, desk, state_)
    if content is None or not code:
        return _failed(gone)
    try:
        provider = _provider(desk)
        asking = Asking(content["nonce"], content["verifier"], content["back"])
        subject = provider.subject(code, asking, desk.hub.clock())
        if account_id := content.get("link"):
            return _linked(request, desk, account_id, subject, gone)
    except NoroshiError as error:
        structlog.get_logger().warning("sign-on failed", why=str(error))
        return _failed(gone)
    account = desk.accounts.of_subject(subject)
    if account is None or not desk.accounts.is_at_member(account.id):
        return _failed(gone)
    went = let_in(request, desk, account, goal=content["goal"], way="sign-on")
    went.cookies.extend(gone)
    return went


def _sent(request: Asked, desk: Desk, content: dict[str, str], *, failed: str) -> Response[None]:
    provider = _provider(desk)
    asking = Asking(fresh_secret(), fresh_secret(), origin_of(desk.hub, request) + BACK)
    kept = content | {"nonce": asking.nonce, "verifier": asking.verifier, "back": asking.back}
    secret = desk.tickets.put(PURPOSE, kept, desk.hub.clock())
    try:
        # The state names the ticket without being its secret, which stays in the cookie.
        url = provider.ask_url(asking, state=digest_of(secret))
    except NoroshiError as error:
        structlog.get_logger().warning("sign-on failed", why=str(error))
        return go(failed, error="sign-on")
    headers = {"Location": url, "Cache-Control": "no-store"}
    cookie = cookie_of(desk.hub, request, TICKET, secret)
    return Response(None, status_code=303, headers=headers, cookies=[cookie])


def _begun(request: Asked, desk: Desk, state: str) -> dict[str, str] | None:
    secret = cookie_in(desk.hub, request, TICKET)
    if secret is None or digest_of(secret) != state:
        return None
    return desk.tickets.take(PURPOSE, secret, desk.hub.clock())


def _linked(
    request: Asked, desk: Desk, account_id: str, subject: str, gone: list[Cookie]
) -> Response[None]:
    session = request.auth
    if not isinstance(session, Session) or session.account_id != account_id:
        raise InputError("whoever began to link an account is not logged in any more")
    desk.accounts.link(account_id, subject)
    desk.auditor.note(request.user.by, "identity.link", request.user.by)
    return go("/account", done="linked", cookies=gone)


def _provider(desk: Desk) -> Provider:
    provider = Provider.of(desk.hub.home)
    if provider is None:
        raise NotFoundException("this hub has no identity provider")
    return provider


def _failed(cookies: list[Cookie]) -> Response[None]:
    return go("/log-in", error="sign-on", cookies=cookies)
