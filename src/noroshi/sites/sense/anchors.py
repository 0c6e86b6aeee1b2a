"""Anchors: where the links of an HTML text lead, and whether they say so."""

import re
from dataclasses import dataclass
from html import unescape

from noroshi.sites.names import registered_domain
from noroshi.sites.sense.extract import extract_urls

MOST_CHARACTERS = 10_000_000
"""Characters of HTML that are read: senders hide links behind megabytes of nothing."""

MOST_ANCHORS = 500
MOST_SHOWN = 2_000
"""Characters between a link's tags that are looked at."""

_TAG = re.compile(r"<(a|area|form)\s([^<>]{0,4000})>", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:^|\s|/|[\"'])(?:href|action)\s*=\s*(?:\"([^\"]{0,4000})\"|'([^']{0,4000})'|([^\s\"'>]{1,4000}))",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]{0,4000}>")
_HOST = re.compile(r"(?:https?://)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})", re.IGNORECASE)
_IGNORED = str.maketrans({"\t": None, "\r": None, "\n": None})
"""What browsers leave out of a URL (WHATWG URL, section 4.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One link.

    Attributes:
        target: Where it leads; a web URL.
        shown: What a reader sees of it.
    """

    target: str
    shown: str

    @property
    def differs(self) -> bool:
        """Whether it shows a place under another domain than the one that it leads to."""
        seen, leads = _domain(self.shown), _domain(self.target)
        return bool(seen and leads and seen != leads)


def anchors(html: str) -> tuple[Anchor, ...]:
    """Links and forms of an HTML text that lead to web addresses, in order."""
    html = html[:MOST_CHARACTERS]
    found: list[Anchor] = []
    for match in _TAG.finditer(html):
        place = _PLACE.search(match[2])
        if place is None:
            continue
        target = unescape(place[1] or place[2] or place[3] or "").translate(_IGNORED).strip()
        if target[:8].lower().startswith(("http://", "https://", "//")):
            target = f"http:{target}" if target.startswith("//") else target
            shown = _shown(html, match.end()) if match[1].lower() == "a" else ""
            found.append(Anchor(target=target, shown=shown))
        if len(found) >= MOST_ANCHORS:
            break
    return tuple(found)


def _shown(html: str, at: int) -> str:
    inside = html[at : at + MOST_SHOWN]
    end = inside.lower().find("</a")
    return unescape(_ANY_TAG.sub("", inside if end < 0 else inside[:end])).strip()[:300]


def _domain(text: str) -> str:
    """The registered domain of a text that is a URL or a host, as a reader would take it."""
    for url in extract_urls(text) or [text.strip()]:
        if match := _HOST.match(url):
            return registered_domain(match[1].lower())
    return ""
