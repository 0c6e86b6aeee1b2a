"""Cookies: what a browser keeps for the hub: a secret, and nothing else."""

from litestar.datastructures import Cookie

from noroshi.console.access.place import Connection, is_https
from noroshi.console.hub import Hub

SESSION = "noroshi"
"""Names the log-in."""
TICKET = "noroshi-ticket"
"""Names a log-in under way."""


def cookie_name(hub: Hub, connection: Connection, name: str) -> str:
    """With `__Host-` over https: a browser then takes it from this very host only (RFC 6265bis 4.1.3.2)."""
    return f"__Host-{name}" if is_https(hub, connection) else name


def cookie_in(hub: Hub, connection: Connection, name: str) -> str | None:
    """The secret that a browser shows."""
    return connection.cookies.get(cookie_name(hub, connection, name)) or None


def cookie_of(
    hub: Hub, connection: Connection, name: str, secret: str, *, max_age_s: int | None = None
) -> Cookie:
    """A cookie to set; without an age it goes with the browser's window."""
    return Cookie(
        key=cookie_name(hub, connection, name),
        value=secret,
        path="/",
        httponly=True,
        secure=is_https(hub, connection),
        samesite="lax",
        max_age=max_age_s,
    )


def no_cookie(hub: Hub, connection: Connection, name: str) -> Cookie:
    """A cookie that takes the other one away."""
    return cookie_of(hub, connection, name, "", max_age_s=0)
