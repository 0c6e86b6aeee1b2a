"""Mention: addresses that a text names, however they are written.

People paste what they see. An address in a case's text may be a subscriber's or his pseudonym, and
nobody can tell the two from a server's, so texts that travel name none but their subject's.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address
from unicodedata import normalize

from noroshi.spine.model.subject import Subject, SubjectKind

UNSPECIFIED = IPv6Address("::")

_DOTS = re.compile(r"[\[({]\s*(?:\.|dot)\s*[\])}]|[。．｡]", re.IGNORECASE)
_COLONS = re.compile(r"[\[({]\s*:\s*[\])}]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_IPV4 = re.compile(r"(?<!\d)\d{1,3}(?:[.-]\d{1,3}){3}(?!\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![0-9A-Za-z:])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*", re.ASCII)
_MAC = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Za-z])")


def mentioned_addresses(text: str) -> list[str]:
    """Addresses in a text, canonical, in order: IPv4, IPv6, and the hardware's (MAC).

    Full-width digits, `192[.]0[.]2[.]1` and `192-0-2-1` are seen through.
    """
    plain = _plain(text)
    found = [(m.start(), _ipv4(m.group())) for m in _IPV4.finditer(plain)]
    found += [(m.start(), m.group().lower()) for m in _MAC.finditer(plain)]
    found += [(m.start(), _ipv6(m.group())) for m in _IPV6.finditer(plain)]
    return [address for _, address in sorted((at, it) for at, it in found if it)]


def strange_addresses(text: str, subject: Subject) -> list[str]:
    """Addresses in a text that are not the subject's own."""
    return [address for address in mentioned_addresses(text) if address != own_address(subject)]


def own_address(subject: Subject) -> str | None:
    """The address of a subject that is one or has one; else null."""
    if subject.kind is SubjectKind.ENDPOINT:
        return subject.as_endpoint().address
    return subject.value if subject.kind is SubjectKind.IP else None


def _plain(text: str) -> str:
    """One way of writing for all."""
    shown = _INVISIBLE.sub("", normalize("NFKC", text))
    return _COLONS.sub(":", _DOTS.sub(".", shown))


def _ipv4(text: str) -> str | None:
    octets = [int(part) for part in re.split("[.-]", text)]
    if any(octet > 255 for octet in octets):
        return None
    return str(IPv4Address(bytes(octets)))


def _ipv6(text: str) -> str | None:
    for candidate in (text, text.rstrip(".:"), text.rstrip("."), text.rpartition(":")[0]):
        try:
            address = IPv6Address(candidate)
        except AddressValueError:
            continue
        if address == UNSPECIFIED:  # punctuation
            return None
        mapped = address.ipv4_mapped
        return str(ip_address(mapped) if mapped else address)
    return None
