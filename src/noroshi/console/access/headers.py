"""Headers: what browsers must not do with the hub's pages."""

from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from noroshi.console.app import hub_of

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


async def write_headers(message: Message, scope: Scope) -> None:
    """Put the headers on an answer, errors and unknown paths included."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    there = {name.lower() for name, _ in headers.headers}
    headers.headers += [(name, value) for name, value in _RAW if name not in there]
    if scope.get("scheme") == "https" or _is_public_https(scope):
        headers.setdefault("Strict-Transport-Security", HSTS)


def _is_public_https(scope: Scope) -> bool:
    settings = hub_of(Litestar.from_scope(scope)).home.settings
    return settings.hub.public_url.startswith("https:")
