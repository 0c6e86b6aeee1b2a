"""Markup: HTML, facets and MFM become plain text in which every link is written out.

What a link shows is what its author wants seen; what it leads to is what is reported. So the latter
takes the former's place.
"""

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple


class Link(NamedTuple):
    """Where a link stands (offsets in UTF-8 octets) and what it leads to."""

    start: int
    end: int
    target: str


_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|del|div|em|h[1-6]|i|li|ol|p|pre|s|small|span|strong|u|ul)"
    r"(?=[\s/>])[^<>]{0,4000}>",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"</?(?:br|p|div|li|blockquote|h[1-6]|pre|ul|ol)\b", re.IGNORECASE)
_HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_ESCAPED = re.compile(r"&(?:amp|lt|gt|quot|#39|#x27);")
"""What senders escape in text without tags; no URL means these letters."""

_NOT_WEB = re.compile(r"\sclass\s*=\s*[\"'][^\"']*\b(?:mention|hashtag)\b", re.IGNORECASE)
_MFM_LINK = re.compile(
    r"\??\[([^\[\]\n]{0,300})\]\(<?([^()\s<>]{1,4000}(?:\([^()\s]{0,300}\)[^()\s<>]{0,4000})?)>?\)"
)
_MFM_FUNCTION = re.compile(r"\$\[[a-z0-9]+(?:\.[a-z0-9=.,-]+)? ", re.IGNORECASE)
_LOOKS_DEFANGED = re.compile(r"^\W*(?:[.:/]|dot|at)\W*$", re.IGNORECASE)


def plain_text(text: str) -> str:
    """Text without tags, entities or MFM; each link's target stands in its place."""
    if "<" in text and _TAG.search(text):
        text = _without_tags(text)
    elif "&" in text:
        text = _ESCAPED.sub(lambda match: unescape(match[0]), text)
    if "](" in text:
        text = _MFM_LINK.sub(_mfm_target, text)
    if "$[" in text:
        text = _MFM_FUNCTION.sub(" ", text)
    return text


def with_links(text: str, links: Iterable[Link]) -> str:
    """The text with each link's target in place of what it shows.

    Links that overlap, end before they start, or lie outside the text are left out.
    """
    octets = text.encode("utf-8", "replace")
    parts: list[bytes] = []
    at = 0
    for link in sorted(links):
        if not at <= link.start < link.end <= len(octets):
            continue
        parts += [octets[at : link.start], b" ", link.target.encode("utf-8", "replace"), b" "]
        at = link.end
    return b"".join([*parts, octets[at:]]).decode("utf-8", "replace")


def _mfm_target(match: re.Match[str]) -> str:
    """A link's target; brackets that only disarm a dot, as in `a[.](b)`, are left alone."""
    return match[0] if _LOOKS_DEFANGED.match(match[1]) else f" {match[2]} "


def _without_tags(text: str) -> str:
    parts: list[str] = []
    at = 0
    hidden = False
    for match in _TAG.finditer(text):
        if not hidden:
            parts.append(text[at : match.start()])
        at = match.end()
        tag = match[0]
        if tag[:2].lower() == "<a" and tag[2:3] in " \t\r\n":
            target = _target(tag)
            hidden = bool(target)
            parts.append(f" {target} " if target else "")
        elif tag[:3].lower() == "</a" and tag[3:4] in "> ":
            hidden = False
        elif _BREAKS.match(tag):
            parts.append("\n")
    if not hidden:
        parts.append(text[at:])
    return unescape("".join(parts))


def _target(tag: str) -> str:
    """What an anchor leads to, still escaped; empty for mentions, hashtags and relative links."""
    found = _HREF.search(tag)
    if found is None or _NOT_WEB.search(tag):
        return ""
    target = found[1] or found[2] or found[3] or ""
    return target if "//" in target[:12] else ""
