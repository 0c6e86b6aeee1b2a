"""Fetch: one document through a session, without a browser: bounded, cut where it is too long.

Certificates are not checked: what is looked at is what a victim who goes on would get.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore
import httpx

from noroshi.spine.model import InputError, SourceError, canonical_url
from noroshi.spine.net.egress.session import EgressSession

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back; any status.

    Attributes:
        url: Where it came from, after redirects.
        status: HTTP status.
        body: As received, at most as much as was wanted; the rest is left.
    """

    url: str
    status: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchBounds:
    """What one fetch may take, besides the bounds of its session.

    Attributes:
        body_bytes: Of the last document that are read.
        redirects: That are followed.
        wait_s: Longest silence, in seconds.
    """

    body_bytes: int = 256 * 1024
    redirects: int = 5
    wait_s: float = 10.0


async def fetch(
    url: str, session: EgressSession, headers: Mapping[str, str], bounds: FetchBounds
) -> Fetched:
    """The document at an address, redirects followed.

    Args:
        url: Canonical.
        session: The open way out; its report tells why a place was not reached.
        headers: Sent with each request.
        bounds: What it may take.

    Raises:
        InputError: A redirect leads to no web address.
        SourceError: A place was not reached, answers badly, or leads on and on.
    """
    async with httpcore.AsyncHTTPProxy(
        f"http://127.0.0.1:{session.port}", ssl_context=_unchecked()
    ) as pool:
        for _ in range(bounds.redirects + 1):
            status, target, body = await _ask(pool, url, headers, bounds)
            if status not in REDIRECTS or target is None:
                return Fetched(url=url, status=status, body=body)
            url = _onward(url, target)
    raise SourceError("it leads from redirect to redirect")


async def _ask(
    pool: httpcore.AsyncConnectionPool, url: str, headers: Mapping[str, str], bounds: FetchBounds
) -> tuple[int, str | None, bytes]:
    """Status, where it leads on to, and the body as far as it is wanted."""
    wait = dict.fromkeys(("connect", "read", "write", "pool"), bounds.wait_s)
    asked = {**headers, "Accept-Encoding": "identity", "Connection": "close"}
    sent = [(name.encode("ascii"), value.encode("latin-1")) for name, value in asked.items()]
    try:
        async with pool.stream("GET", url, headers=sent, extensions={"timeout": wait}) as answer:
            body = bytearray()
            async for piece in answer.aiter_stream():
                body += piece
                if len(body) >= bounds.body_bytes:
                    break
            led = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
            return answer.status, led.get(b"location"), bytes(body[: bounds.body_bytes])
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        OSError,
    ) as error:
        raise SourceError(str(error) or type(error).__name__) from error


def _onward(url: str, target: str) -> str:
    try:
        return canonical_url(str(httpx.URL(url).join(target)))
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError(f"it leads to {target[:80]!r}, which is no web address") from error


def _unchecked() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
