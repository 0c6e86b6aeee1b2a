"""Same origin: a browser's cookie acts only from the hub's own pages (CSRF).

Browsers say where a request comes from, and no page can change what they say: `Sec-Fetch-Site`
(W3C Fetch Metadata), and `Origin` (RFC 6454 section 7) in each request that is not a read. So no
form needs a token. A request that carries the cookie, changes something and says neither is refused.
"""

from litestar.exceptions import PermissionDeniedException

from noroshi.console.access.place import Connection, origin_of
from noroshi.console.hub import Hub

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_same_origin(hub: Hub, connection: Connection) -> bool:
    """Whether the hub's own page asks."""
    if (site := connection.headers.get("sec-fetch-site")) is not None and site != "same-origin":
        return False
    if (origin := connection.headers.get("origin")) is None:
        return site is not None
    asked = f"{connection.url.scheme}://{connection.headers.get('host', '')}".lower()
    return origin.lower() in {origin_of(hub, connection), asked}


def refuse_other_origins(hub: Hub, connection: Connection) -> None:
    """Let only the hub's own pages change anything.

    Raises:
        PermissionDeniedException: The request changes something and comes from elsewhere.
    """
    if str(connection.scope.get("method", "GET")) not in READS and not is_same_origin(
        hub, connection
    ):
        raise PermissionDeniedException(
            "this request did not come from a page of the hub; open the page again and repeat it"
        )
