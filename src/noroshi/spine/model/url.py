"""Url: an address of the web in the one form in which the house writes it.

A subset of the WHATWG URL standard (https://url.spec.whatwg.org/): http and https, host in A-labels,
no default port, no credentials, no fragment, path without dot segments, everything outside printable
ASCII percent-encoded. What was reported keeps credentials and fragment: `sites.sense.canonical` writes it.
"""

import re

from noroshi.spine.model.address import canonical_address
from noroshi.spine.model.domain import canonical_domain
from noroshi.spine.model.errors import InputError

LONGEST_URL = 2_000
"""Characters; a longer one is refused, never cut."""

DEFAULT_PORTS = {"http": "80", "https": "443"}

_PARTS = re.compile(
    r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?:#.*)?",
    re.DOTALL | re.IGNORECASE,
)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{0,5}))?")
_DROPPED = re.compile(r"[\t\n\r]")
_UNSAFE = re.compile(r"[^!#-&(-;=?-\[\]_a-z~]")
"""What a path or query may not hold as it is: controls, spaces, quotes, backslashes, braces, non-ASCII."""
_BROKEN_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")


def canonical_url(text: str) -> str:
    """A web address in canonical form; the same page spelled otherwise gives the same text.

    Raises:
        InputError: The text is no http or https address, its host is neither name nor address, or
            it is longer than 2,000 characters once encoded.
    """
    if len(text) > 4 * LONGEST_URL:  # before any work
        raise _refusal(text, f"is longer than {LONGEST_URL} characters")
    flat = _DROPPED.sub("", text.strip()).partition("?")
    # Browsers take a backslash before the query for a slash.
    parts = _PARTS.fullmatch(flat[0].replace("\\", "/") + flat[1] + flat[2])
    if parts is None:
        raise _refusal(text, "is no web address; write http://host/ or https://host/")
    scheme = parts["scheme"].lower()
    host = _host(text, parts["authority"].rpartition("@")[2], scheme)
    path = "/".join(_without_dots(_encoded(parts["path"] or "/").split("/")))
    url = f"{scheme}://{host}{path}{_encoded(parts['query'] or '')}"
    if len(url) > LONGEST_URL:
        raise _refusal(text, f"is longer than {LONGEST_URL} characters")
    return url


def _host(text: str, authority: str, scheme: str) -> str:
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise _refusal(text, "has no host; write http://host/ or http://host:8080/")
    port = (match["port"] or "").lstrip("0")
    if port and int(port) > 65535:
        raise _refusal(text, f"has port {port}, outside 0-65535")
    host = _name_or_address(match["host"])
    return host if not port or port == DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _name_or_address(host: str) -> str:
    """A name in A-labels, or an address; IPv6 in brackets."""
    bare = host.strip("[]")
    try:
        address = canonical_address(bare)
    except InputError:
        if bare != host:
            raise
        return canonical_domain(host)
    return f"[{address}]" if ":" in address else address


def _encoded(text: str) -> str:
    whole = _BROKEN_PERCENT.sub("%25", text)
    return _UNSAFE.sub(_percent, whole)


def _percent(match: re.Match[str]) -> str:
    octets = match[0].encode(errors="replace")  # a lone surrogate becomes a question mark
    return "".join(f"%{octet:02X}" for octet in octets)


def _without_dots(segments: list[str]) -> list[str]:
    """Path segments without `.` and `..` (RFC 3986 section 5.2.4); the first is the empty root."""
    kept = [""]
    for position, segment in enumerate(segments[1:], start=2):
        plain = segment.lower().replace("%2e", ".")
        if plain == ".." and len(kept) > 1:
            kept.pop()
        if plain not in (".", ".."):
            kept.append(segment)
        elif position == len(segments):
            kept.append("")
    return kept


def _refusal(text: str, why: str) -> InputError:
    shown = text if len(text) <= 80 else text[:79] + "…"
    return InputError(f"{shown!r} {why}")
