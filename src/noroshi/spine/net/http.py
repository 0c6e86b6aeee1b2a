"""HTTP: the one client through which the product asks and tells others over the web.

It reaches global addresses only, and of others what the operator allows; a name is resolved once
and the connection goes to the address that was checked. Time, size and redirects are bounded.
Proxies of the environment are not used, and nothing is unpacked.
"""

import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic

import httpcore
import httpx

from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.dial import Dialler

REDIRECTS = frozenset({301, 302, 303, 307, 308})

SECRET_HEADERS = frozenset({"authorization", "cookie", "x-api-key"})
"""Left out where a redirect leads to another origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may take.

    Attributes:
        wait_s: Longest silence while connecting, sending or receiving, in seconds.
        total_s: Longest time from the first packet to the last, redirects included, in seconds.
        size_bytes: Largest body that is received, in octets.
        redirects: Most redirects that `get` follows.
    """

    wait_s: float = 10.0
    total_s: float = 60.0
    size_bytes: int = 16 * 1024 * 1024
    redirects: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; any status.

    Attributes:
        status: HTTP status code.
        headers: By lower-case name; of a repeated one the last.
        body: As received.
        url: Where it came from, after redirects.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Outbound:
    """Requests to others. Holds no connection between them; safe to use from several threads."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        destinations: Destinations | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """A client.

        Args:
            limits: Bounds of each request.
            destinations: Where it may go; global addresses only when left out. Tests and peers on
                the operator's own network say `Destinations(allow=["127.0.0.0/8"])`.
            trust: Authorities of servers; the system's when left out.
        """
        self._limits = limits or Limits()
        self._destinations = destinations or Destinations()
        self._trust = trust or ssl.create_default_context()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask; follows redirects, each checked as the first.

        Raises:
            InputError: The URL or a header is wrong, or leads where nothing may go.
            SourceError: The other side is unwell, slow, or says too much.
        """
        place, sent = _url(url), dict(headers or {})
        end = monotonic() + self._limits.total_s
        for _ in range(self._limits.redirects + 1):
            answer = self._ask("GET", place, sent, None, end)
            target = answer.headers.get("location")
            if answer.status not in REDIRECTS or target is None:
                return answer
            place, sent = _redirected(place, target, sent)
        raise SourceError(f"{url} leads from redirect to redirect; use the URL at their end")

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Tell; a redirect is not followed but given back.

        Raises:
            InputError: The URL or a header is wrong, or leads where nothing may go.
            SourceError: The other side is unwell, slow, or says too much.
        """
        return self._ask("POST", _url(url), headers, body, monotonic() + self._limits.total_s)

    def _ask(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        body: bytes | None,
        end: float,
    ) -> Answer:
        wait = self._limits.wait_s
        dialler = Dialler(self._destinations, end=end)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._trust, network_backend=dialler) as pool,
                pool.stream(
                    method,
                    httpcore.URL(
                        scheme=url.raw_scheme,
                        host=url.raw_host,
                        port=url.port,
                        target=url.raw_path,
                    ),
                    headers=_headers(url, headers, body),
                    content=body,
                    extensions={
                        "timeout": {"connect": wait, "read": wait, "write": wait, "pool": wait}
                    },
                ) as response,
            ):
                told = _told(response.headers)
                if told.get("content-encoding", "identity") != "identity":
                    raise SourceError(f"{url.host} packed its answer although nobody asked for it")
                received = self._received(response.iter_stream(), url.host)
                return Answer(status=response.status, headers=told, body=received, url=str(url))
        except httpcore.LocalProtocolError as error:
            raise InputError(f"the request to {url.host} is malformed: {error}") from error
        except UNWELL as error:
            why = str(error) or type(error).__name__
            raise SourceError(f"{url.host} cannot be asked: {why}") from error

    def _received(self, chunks: Iterable[bytes], host: str) -> bytes:
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > self._limits.size_bytes:
                raise SourceError(f"{host} answers with more than {self._limits.size_bytes} octets")
        return bytes(body)


UNWELL = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.RemoteProtocolError,
    OSError,
)


def _url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise InputError(f"{text!r} is no URL: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise InputError(f"{text!r} is no web address; write https://host/path")
    if url.port is not None and not 0 < url.port < 65536:
        raise InputError(f"{text!r} names a port outside 1-65535")
    if url.userinfo:
        raise InputError("a URL must not carry a password; send it in a header")
    return url


def _headers(
    url: httpx.URL, headers: Mapping[str, str], body: bytes | None
) -> list[tuple[bytes, bytes]]:
    sent = {"host": url.netloc.decode("ascii"), "accept": "*/*", "user-agent": "Noroshi"}
    sent |= {name.lower(): value for name, value in headers.items()}
    sent |= {"accept-encoding": "identity", "connection": "close"}
    if body is not None:
        sent["content-length"] = str(len(body))
    try:
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in sent.items()]
    except UnicodeError as error:
        raise InputError(f"a header holds a character that HTTP does not know: {error}") from error


def _told(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _redirected(
    place: httpx.URL, target: str, sent: dict[str, str]
) -> tuple[httpx.URL, dict[str, str]]:
    """Where a redirect leads and what to send there.

    Raises:
        InputError: It leads to no web address, or from https to http.
    """
    try:
        there = _url(str(place.join(target)))
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError(f"{place.host} redirects to {target!r}, which is no URL") from error
    if place.scheme == "https" and there.scheme != "https":
        raise InputError(f"{place.host} redirects from https to http; nothing was sent there")
    origin = (there.scheme, there.host, there.port)
    if origin != (place.scheme, place.host, place.port):
        sent = {name: value for name, value in sent.items() if name.lower() not in SECRET_HEADERS}
    return there, sent
