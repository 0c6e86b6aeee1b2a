"""Host: the address or name that a subject stands on."""

import re

from noroshi.spine.model import InputError, Subject, SubjectKind, canonical_address

_ADDRESS = re.compile(r"^\[?([0-9A-Fa-f:.]+)\]?:\d+/", re.ASCII)
"""Address of an endpoint's canonical text, without checking it again."""

_URL = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[^/?#\\]*@)?(\[[^\]/?#]*\]|[^\[:/?#\\]*)", re.IGNORECASE | re.ASCII
)
"""Scheme, user and host of a URL (RFC 3986); a backslash ends the host, as in browsers."""


def host_of(subject: Subject) -> str | None:
    """Address (RFC 5952) or name (lower case, no final dot) of an address, endpoint, domain or URL.

    Null for other subjects and for a URL without a host.
    """
    match subject.kind:
        case SubjectKind.IP:
            return subject.value
        case SubjectKind.ENDPOINT:
            found = _ADDRESS.match(subject.value)
            return found.group(1) if found else None
        case SubjectKind.DOMAIN:
            return subject.value.lower().rstrip(".")
        case SubjectKind.URL:
            return _host_of_url(subject.value)
        case _:
            return None


def _host_of_url(url: str) -> str | None:
    found = _URL.match(url)
    if not found:
        return None
    host = found.group(1).strip("[]").lower().rstrip(".")
    if host and (":" in host or host[-1].isdigit()):
        try:
            return canonical_address(host)
        except InputError:
            return host
    return host or None
