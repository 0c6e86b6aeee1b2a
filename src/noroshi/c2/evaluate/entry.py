"""Entry: the words in which lists name an address, endpoint or prefix."""

import re
from datetime import UTC, datetime
from ipaddress import IPv4Network, ip_network

from noroshi.spine.model import Endpoint, InputError, Subject, SubjectKind, canonical_address

LONGEST_ENTRY = 4_096
"""Characters of an entry; longer ones are no address in any list."""

WIDEST = {4: 8, 6: 16}
"""Shortest prefix per IP version that is taken in; a wider one would match the Internet."""

ANY_TRANSPORT = "tcp"
"""Lists name no transport. This is written, and matching does not look at it."""

_DOMAIN = re.compile(r"[*.]?(?:[\w-]{1,63}\.)+[\w-]{2,63}\.?(?::\d{1,5})?(?:/.*)?", re.UNICODE)
_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}", re.IGNORECASE)
_V4_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})", re.ASCII)
_V6_PORT = re.compile(r"\[([0-9a-fA-F:.]+)\](?::(\d{1,5}))?", re.ASCII)


class Refused(InputError):  # noqa: N818  # a count with a reason, not a fault
    """This entry is no address; `reason` is the word it is counted under."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def subject_of(text: str, port: str = "") -> Subject:
    """The subject that an entry names.

    Args:
        text: An address, `address:port`, `[v6]:port` or CIDR prefix.
        port: Port from another column; empty where the list has none.

    Raises:
        Refused: It names something else, or nothing; the reason is one word.
    """
    text = text.strip()
    if len(text) > LONGEST_ENTRY:
        raise Refused("too-long")
    if "/" in text and (network := _network(text)) is not None:
        return network
    address, own_port = _split(text)
    try:
        address = canonical_address(address)
    except InputError as error:
        raise Refused(_kind_of_other(text)) from error
    return _with_port(address, own_port or port.strip())


def _split(text: str) -> tuple[str, str]:
    for form in (_V4_PORT, _V6_PORT):
        match = form.fullmatch(text)
        if match:
            return match.group(1), match.group(2) or ""
    return text, ""


def _with_port(address: str, port: str) -> Subject:
    if not port:
        return Subject.ip(address)
    if not (port.isascii() and port.isdecimal()) or len(port) > 5 or int(port) > 65535:
        raise Refused("bad-port")
    if int(port) == 0:
        return Subject.ip(address)
    return Subject.endpoint(Endpoint(address, int(port), ANY_TRANSPORT))


def _network(text: str) -> Subject | None:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return None
    if network.prefixlen < WIDEST[network.version]:
        raise Refused("prefix-too-wide")
    if network.prefixlen == network.max_prefixlen:
        return Subject.ip(str(network.network_address))
    mapped = None if isinstance(network, IPv4Network) else network.network_address.ipv4_mapped
    if mapped is not None and network.prefixlen >= 96 + WIDEST[4]:
        network = ip_network((int(mapped), network.prefixlen - 96))
    return Subject(SubjectKind.PREFIX, str(network))


def _kind_of_other(text: str) -> str:
    if not text:
        return "empty"
    if "://" in text:
        return "url"
    if text.startswith("/"):
        return "path"
    if _HASH.fullmatch(text):
        return "fingerprint"
    if _DOMAIN.fullmatch(text) and not text.replace(".", "").isdecimal():
        return "domain"
    return "no-address"


def moment_of(text: str) -> datetime | None:
    """A time in UTC from a list's cell; null for an empty or all-zero one.

    Raises:
        Refused: It is no time.
    """
    text = text.strip().removesuffix("UTC").rstrip()
    if not text or text.startswith("0000"):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("bad-time") from error
