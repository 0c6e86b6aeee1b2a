"""Permit: every route says who may use it; one that says nothing refuses everybody.

A handler carries `opt=permit(Right.READ_LISTS)`, `opt=PUBLIC` or `opt=ANYBODY_KNOWN`. `guard` stands
before the whole application. Whether a row belongs to the caller's operator is decided where the
row is read.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from noroshi.console.caller import Caller
from noroshi.spine.model import Right

PERMIT = "permit"
"""Key in a route's options."""

PUBLIC: dict[str, Any] = {PERMIT: "public"}
"""For everybody: log-in, health, static files."""

ANYBODY_KNOWN: dict[str, Any] = {PERMIT: "known"}
"""For everybody who has shown who he is."""


def permit(*rights: Right) -> dict[str, Any]:
    """Options of a route for callers who have all of these rights."""
    return {PERMIT: frozenset(rights)}


async def guard(
    connection: ASGIConnection[Any, Caller, Any, Any], handler: BaseRouteHandler
) -> None:
    """Let the request through, or say why not. A plain function would be run in a thread each time.

    Raises:
        NotAuthorizedException: Nobody has said who asks.
        PermissionDeniedException: Who asks may not.
    """
    needed = handler.opt.get(PERMIT)
    if needed == "public":
        return
    caller = connection.user
    if not caller.known:
        raise NotAuthorizedException("show a token, or log in")
    if needed == "known":
        return
    if not isinstance(needed, frozenset) or not needed <= caller.rights:
        raise PermissionDeniedException("your role does not include this")
