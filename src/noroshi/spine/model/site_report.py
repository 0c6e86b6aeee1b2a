"""Site report: what somebody or something said of web pages, without saying who."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class Channel(StrEnum):
    """On which way reports come in."""

    FORM = "form"
    API = "api"
    COMMAND = "command"
    MAIL = "mail"
    IMAGE = "image"
    SNS = "sns"
    RSS = "rss"
    FEED = "feed"
    PEER = "peer"
    CERTIFICATE = "certificate"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedUrl:
    """One URL of a report, ready for the queue.

    Attributes:
        url: Canonical, and without what identifies a victim.
        host: Its host, in ASCII.
        score: Triage score, between 0 and 1.
        lead_s: By how many seconds it goes before what was reported at the same time.
        reasons: Why, as codes (`triage:0.93`).
        allowed: Its host is known to be good: no visit is wanted.
    """

    url: str
    host: str
    score: float
    lead_s: int
    reasons: tuple[str, ...] = ()
    allowed: bool = False

    @property
    def id(self) -> str:
        """The same for the same URL."""
        return url_id(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """One report.

    Attributes:
        receipt: Its number.
        channel: How it came.
        source: Name of the watcher, or of the door.
        received_at: When.
        urls: What it names, each once; may be empty.
        words: What was said, without names, addresses and numbers of persons.
        signs: What is odd about the message, as codes (`link-differs`).
        origin: Digest of where it was said, so that the same post counts once; empty for none.
    """

    receipt: str
    channel: Channel
    source: str
    received_at: datetime
    urls: tuple[WantedUrl, ...]
    words: str = ""
    signs: tuple[str, ...] = ()
    origin: str = ""


def url_id(url: str) -> str:
    """The id of a canonical URL."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def origin_id(source: str, name: str) -> str:
    """Digest of a post or row of a source; who wrote it cannot be told from it."""
    return sha256(f"{source}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
