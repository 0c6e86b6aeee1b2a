"""Light: a look without a browser: what the name resolves to, and one document, under the same guard.

It tells whether something changed, never what a page is: that takes a visit and the judge.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from noroshi.sites.visit.profile import MOBILE, Profile
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.egress import (
    EgressBounds,
    EgressSession,
    FetchBounds,
    Fetched,
    Refusal,
    Stage,
    fetch,
)

AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
"""A telephone's, as most victims have; nothing else here is held against it."""

BOUNDS = EgressBounds(total_s=20.0, received_bytes=2 * 1024 * 1024, requests=20, connections=4)
MOST_NODES = 5_000
"""Elements that the mark of a page is made of."""
ERROR_STATUS = 400
_OURS = frozenset({Refusal.UNRESOLVED})
"""What may be our own resolver's fault."""


class LightOutcome(StrEnum):
    """How a light look ended."""

    PAGE = "page"
    ERROR = "error"  # an answer, with a status that says that there is no page
    ABSENT = "absent"  # the DNS says that the name does not exist
    UNREACHED = "unreached"  # no answer
    REFUSED = "refused"  # it leads where nothing may go, or to no web address


@dataclass(frozen=True, slots=True, kw_only=True)
class LightLook:
    """What a light look gave.

    Attributes:
        outcome: How it ended.
        status: HTTP status of the last document; null where none came.
        addresses: What the host resolved to, else what was connected to; empty for nothing.
        mark: The same for the same kind of end: where it led, its status, and how the page is built.
        detail: One sentence where there is no page; empty otherwise.
    """

    outcome: LightOutcome
    status: int | None = None
    addresses: tuple[str, ...] = ()
    mark: str = ""
    detail: str = ""


async def look_lightly(
    url: str,
    *,
    destinations: Destinations | None = None,
    stage: Stage | None = None,
    profile: Profile = MOBILE,
) -> LightLook:
    """Look at an address without a browser.

    Args:
        url: Canonical, masked.
        destinations: Where it may lead; global addresses only when left out.
        stage: Names that are played on this machine.
        profile: Whose languages and referer are told.

    Raises:
        SourceError: It cannot be told whether the name exists: the resolver is unwell.
    """
    host = (urlsplit(url).hostname or "").strip("[]")
    session = EgressSession(destinations, bounds=BOUNDS, stage=stage)
    headers = {"User-Agent": AGENT, "Accept-Language": ",".join(profile.languages)}
    if profile.referer:
        headers["Referer"] = profile.referer
    async with session:
        try:
            fetched = await fetch(url, session, headers, FetchBounds())
        except (InputError, SourceError) as error:
            return _without_page(host, session, error)
        return _with_answer(host, session, fetched)


def mark_of(body: bytes) -> str:
    """How a page is built: its elements in order, and the names of what is asked, but no words.

    Numbers and tokens that differ at each visit change nothing.
    """
    root = LexborHTMLParser(body).root
    told = hashlib.sha256()
    for element in islice(_elements(root.traverse() if root else ()), MOST_NODES):
        told.update(element.encode(errors="replace") + b"\n")
    return told.hexdigest()[:32]


def _elements(nodes: Iterable[LexborNode]) -> Iterator[str]:
    for node in nodes:
        tag = node.tag or ""
        if tag == "input":
            yield f"input {node.attributes.get('type') or 'text'}"
        elif not tag.startswith(("-", "_", "!")):
            yield tag


def _with_answer(host: str, session: EgressSession, fetched: Fetched) -> LightLook:
    error = fetched.status >= ERROR_STATUS
    built = "" if error else mark_of(fetched.body)
    return LightLook(
        outcome=LightOutcome.ERROR if error else LightOutcome.PAGE,
        status=fetched.status,
        addresses=_addresses(host, session),
        mark=_digest(urlsplit(fetched.url).netloc, str(fetched.status), built),
        detail=f"the server answers with status {fetched.status}" if error else "",
    )


def _without_page(host: str, session: EgressSession, error: Exception) -> LightLook:
    refused = session.report.refused[-1] if session.report.refused else None
    if refused is not None and refused.why in _OURS and refused.host == host:
        raise SourceError(f"it is not known whether {host} exists: {refused.detail}") from error
    outcome, detail = LightOutcome.UNREACHED, str(error)
    if isinstance(error, InputError) or (refused and refused.why is Refusal.ADDRESS):
        outcome = LightOutcome.REFUSED
    elif refused is not None and refused.why is Refusal.ABSENT and refused.host == host:
        outcome = LightOutcome.ABSENT
    if refused is not None:
        detail = refused.detail
    return LightLook(
        outcome=outcome,
        addresses=_addresses(host, session),
        mark=_digest(outcome.value),
        detail=detail[:300],
    )


def _addresses(host: str, session: EgressSession) -> tuple[str, ...]:
    met = (address for (name, _), address in session.report.addresses.items() if name == host)
    return session.resolved(host) or tuple(dict.fromkeys(met))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
