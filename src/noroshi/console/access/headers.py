"""Headers: what browsers must not do with the hub's pages."""

from collections.abc import Awaitable, Callable

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from noroshi.console.hub import Hub

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would then hide the origin that `same_origin` needs.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Name -> value, on every answer."""
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
"""As they leave. Every answer bears them, so they are not put together each time."""
HSTS = "max-age=31536000"
"""A year of https only (RFC 6797), where the hub is reached by https."""


def header_writer(hub: Hub) -> Callable[[Message, Scope], Awaitable[None]]:
    """A hook that puts the headers on every answer, errors and unknown paths included."""
    public_https = hub.home.settings.hub.public_url.startswith("https:")

    async def write(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        there = {name.lower() for name, _ in headers.headers}
        headers.headers += [(name, value) for name, value in _RAW if name not in there]
        if public_https or scope.get("scheme") == "https":
            headers.setdefault("Strict-Transport-Security", HSTS)

    return write
