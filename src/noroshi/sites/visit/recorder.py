"""Recorder: every request of a page, in order, and the chain of documents that it went through."""

import asyncio
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from playwright.async_api import Error, Page, Request, Response

from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.visit import Exchange, Hop, HopKind
from noroshi.spine.net.egress import Refusal, Report

LONGEST = 2_000
"""Characters of a URL or header that are kept."""
MOST_HEADERS = 60
BODIES_S = 5.0
_CERTIFICATE = re.compile(r"net::ERR_CERT_[A-Z_]{1,60}")
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(slots=True)
class Entry:
    """One request under way."""

    request: Request
    at_s: float
    kind: HopKind | None
    response: Response | None = None
    ended_s: float | None = None


class Recorder:
    """Listens to a page from before its first request.

    Args:
        page: The page.
        report: Of the way out; says who answered and what was refused.
        bounds: Requests and redirects that are allowed.
        stop: Called once with the reason when they are used up.
    """

    def __init__(
        self, page: Page, report: Report, bounds: VisitBounds, stop: Callable[[Refusal], None]
    ) -> None:
        self._page, self._report, self._bounds, self._stop = page, report, bounds, stop
        self._entries: dict[Request, Entry] = {}
        self._began = self.touched = monotonic()
        self.clicking = False
        self.loaded = False
        self.documents = 0
        self.distrusted = ""
        """What the browser had against the certificate of a document, in Chromium's words."""
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)
        page.on("load", self._loaded)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is outstanding."""
        return any(entry.ended_s is None for entry in self._entries.values())

    def begin_again(self) -> None:
        """Forget the chain so far: the address is asked for anew."""
        for entry in self._entries.values():
            entry.kind = None
        self.documents = 0

    def distrust(self, failure: str) -> None:
        """Note it where a failure of a document is one of its certificate."""
        match = _CERTIFICATE.search(failure)
        self.distrusted = match[0] if match else self.distrusted

    def chain(self) -> tuple[Hop, ...]:
        """Documents of the main frame so far."""
        return tuple(
            Hop(
                url=kept_url(entry.request.url),
                kind=entry.kind,
                status=entry.response.status if entry.response else None,
                address=self._address(entry),
            )
            for entry in self._entries.values()
            if entry.kind is not None
        )

    async def exchanges(self) -> tuple[Exchange, ...]:
        """All requests; bodies are read as far as the browser still has them."""
        entries = tuple(self._entries.values())
        bodies = await asyncio.gather(*map(_body, entries))
        return tuple(map(self._exchange, entries, bodies))

    def _asked(self, request: Request) -> None:
        self.touched = monotonic()
        if len(self._entries) >= self._bounds.requests:
            self._stop(Refusal.REQUESTS)
            return
        self._entries[request] = Entry(request, self.touched - self._began, self._kind(request))

    def _kind(self, request: Request) -> HopKind | None:
        if not request.is_navigation_request() or request.frame != self._page.main_frame:
            return None
        self.loaded = False
        self.documents += 1
        if self.documents > self._bounds.redirects + 1:
            self._stop(Refusal.REQUESTS)
            return None
        if request.redirected_from is not None:
            return HopKind.HTTP
        if self.documents == 1:
            return HopKind.START
        return HopKind.CLICK if self.clicking else HopKind.PAGE

    def _answered(self, response: Response) -> None:
        self.touched = monotonic()
        entry = self._entries.get(response.request)
        if entry is not None:
            entry.response = response

    def _ended(self, request: Request) -> None:
        self.touched = monotonic()
        entry = self._entries.get(request)
        if entry is None:
            return
        entry.ended_s = self.touched - self._began
        if entry.kind is not None:
            self.distrust(request.failure or "")

    def _loaded(self, _: Page) -> None:
        self.touched = monotonic()
        self.loaded = True

    def _address(self, entry: Entry) -> str | None:
        place = place_of(entry.request.url)
        if entry.response is None or place is None:
            return None
        return self._report.addresses.get(place)

    def _exchange(self, entry: Entry, body: bytes | None) -> Exchange:
        request, response = entry.request, entry.response
        headers = _headers(response)
        place = place_of(request.url)
        refused = self._report.refusal_of(*place) if place and response is None else None
        ended = entry.ended_s if entry.ended_s is not None else entry.at_s
        return Exchange(
            url=kept_url(request.url),
            method=request.method[:20],
            resource=request.resource_type,
            status=response.status if response else None,
            mime=dict(headers).get("content-type", "").partition(";")[0].strip().lower()[:100],
            size_bytes=len(body or b""),
            sha256=hashlib.sha256(body).hexdigest() if body is not None else "",
            address=self._address(entry),
            refused=str(refused.why) if refused else "",
            at_ms=round(entry.at_s * 1000),
            took_ms=round((ended - entry.at_s) * 1000),
            headers=headers,
        )


def kept_url(url: str) -> str:
    """A URL as it is recorded; of `data:` only the kind, as the rest is content."""
    return (url.partition(",")[0] if url.startswith("data:") else url)[:LONGEST]


def place_of(url: str) -> tuple[str, int] | None:
    """Host and port of a URL as the egress knows them; null where it goes nowhere."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and port else None


def _headers(response: Response | None) -> tuple[tuple[str, str], ...]:
    told = response.headers.items() if response else ()
    return tuple((name[:100], value[:LONGEST]) for name, value in list(told)[:MOST_HEADERS])


async def _body(entry: Entry) -> bytes | None:
    """Null where there is none to read: redirects, failures, what is still on its way."""
    if entry.response is None or entry.ended_s is None or 300 <= entry.response.status < 400:
        return None
    try:
        return await asyncio.wait_for(entry.response.body(), BODIES_S)
    except (Error, TimeoutError):
        return None
