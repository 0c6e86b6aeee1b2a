"""Visit: one look at one URL with one profile, and all that was seen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a visit ended."""

    PAGE = "page"
    DOWNLOAD = "download"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    CRASHED = "crashed"


class HopKind(StrEnum):
    """What led from one address of the chain to the next."""

    START = "start"
    HTTP = "http"
    PAGE = "page"
    CLICK = "click"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One document of the chain that led to the last page.

    Attributes:
        url: As the browser asked for it.
        kind: What led here: an HTTP redirect, the page itself (meta or script), a click.
        status: HTTP status; null where no answer came.
        address: IP address that answered; null where the connection was refused or failed.
    """

    url: str
    kind: HopKind
    status: int | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A place to type, as rendered: an input, or an element that plays one.

    Attributes:
        kind: The `type` of an input (`password`, `text`, `tel`…), else `editable`.
        name: Its `name`, else its `id`.
        label: Words beside it: label, placeholder, aria-label, title; at most 200 characters.
        autocomplete: The attribute (HTML Living Standard, section 4.10.18.7).
        visible: Whether a person can see it.
        action: Absolute URL that its form is sent to; empty where there is no form.
        method: Of the form, lower case; empty where there is no form.
    """

    kind: str
    name: str
    label: str
    autocomplete: str
    visible: bool
    action: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request of the page and what came back.

    Attributes:
        url: As asked.
        method: HTTP method.
        resource: Kind of resource in Chromium's words: `document`, `script`, `image`, `fetch`…
        status: HTTP status; null where no answer came.
        mime: Media type of the answer without parameters; empty where unknown.
        size_bytes: Of the body as received.
        sha256: Of the body; empty where it was not read.
        address: IP address that answered; null where none did.
        refused: Why the egress refused it; empty where it did not.
        at_ms: When it was asked, since the beginning of the visit.
        took_ms: Until the answer was whole or failed.
        headers: Of the answer, names in lower case.
    """

    url: str
    method: str
    resource: str
    status: int | None
    mime: str
    size_bytes: int
    sha256: str
    address: str | None
    refused: str
    at_ms: int = 0
    took_ms: int = 0
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The certificate of the last page.

    Attributes:
        subject: Common name.
        issuer: Common name of the issuer.
        names: DNS names it is valid for (subjectAltName).
        not_before: Start of validity, UTC.
        not_after: End of validity, UTC.
        problem: Why a browser would warn; empty where it would not.
    """

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that the page pushed. It lies in quarantine under its hash and was never opened."""

    url: str
    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """All that one look gave. Strings are bounded; an unreachable site has empty ones.

    Attributes:
        url: As asked for, canonical.
        profile: Name of the profile that looked.
        started: UTC.
        ended: UTC.
        outcome: How it ended.
        detail: One sentence on an outcome other than `page`; empty otherwise.
        chain: Documents in order; the first is the URL asked for, the last is `final_url`.
        final_url: Where the browser stood at the end.
        title: Of the last page.
        html: DOM of the last page and its same-origin frames, serialised after scripts ran.
        text: What a person can read on it.
        fields: Places to type, in document order, frames and shadow roots included.
        links: Absolute targets of links, in document order, each once.
        exchanges: Requests in order.
        certificate: Of the last page; null over plain HTTP.
        downloads: Files in quarantine.
        favicon: Its bytes; empty where there is none.
        screenshot: PNG of what a person sees first; empty where nothing was drawn.
        dialogs: Words of alert, confirm, prompt and beforeunload boxes that popped up.
    """

    url: str
    profile: str
    started: datetime
    ended: datetime
    outcome: Outcome
    detail: str
    chain: tuple[Hop, ...]
    final_url: str
    title: str
    html: str
    text: str
    fields: tuple[Field, ...]
    links: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    certificate: Certificate | None
    downloads: tuple[Download, ...]
    favicon: bytes
    screenshot: bytes
    dialogs: tuple[str, ...]

    @property
    def status(self) -> int | None:
        """HTTP status of the last document; null where no answer came."""
        return self.chain[-1].status if self.chain else None
