"""Handover: which server handed a message over, as the operator says or the message itself tells."""

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from noroshi.readiness.mail.dkim.letter import Letter

MOST_TEXT = 2_000
"""Characters of a Received field that are looked at."""

_FROM = re.compile(r"\s*from\s+(?P<helo>\S{1,255})\s[^\[]{0,500}\[(?:IPv6:)?(?P<address>[0-9A-Fa-f:.]{3,45})\]")  # fmt: skip
_INNER = tuple(
    ip_network(one)
    for one in (
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
"""Addresses between servers of one house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Who handed a message over.

    Attributes:
        address: IP address of the client; empty where nobody knows.
        mail_from: Envelope sender; empty for bounces.
        helo: What the client called itself.
        is_told: Whether the operator said so; else it was read from the message.
    """

    address: str = ""
    mail_from: str = ""
    helo: str = ""
    is_told: bool = False

    @property
    def domain(self) -> str:
        """The domain that SPF asks about, in lower case."""
        found = self.mail_from.rpartition("@")[2] if self.mail_from else self.helo
        return found.lower().rstrip(".")


def read_handover(letter: Letter) -> Handover:
    """The handover by a message's own fields: its Return-Path, and the newest Received from outside.

    Whoever wrote the fields is believed, so this holds only for mail from one's own server.
    """
    paths = letter.named("return-path")
    mail_from = paths[0].text.strip().strip("<>").strip()[:320] if paths else ""
    for field in letter.named("received"):
        match = _FROM.match(" ".join(field.text[:MOST_TEXT].split()))
        if match and _is_outer(match["address"]):
            return Handover(address=match["address"], mail_from=mail_from, helo=match["helo"])
    return Handover(mail_from=mail_from)


def _is_outer(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return not any(address in network for network in _INNER if network.version == address.version)
