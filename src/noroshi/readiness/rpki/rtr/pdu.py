"""PDU: the messages of RTR, read strictly and within bounds.

Source:
    RFC 8210 section 5 (versions 0 and 1), draft-ietf-sidrops-8210bis section 5.12 (ASPA, version 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct, error

from noroshi.spine.model import InputError

PORT = 323
NEWEST = 2
"""Newest version that is spoken here."""

LARGEST = 1 << 17
"""Octets of a PDU: an ASPA of 32,000 providers."""

MOST_TEXT = 1 << 10
_HEAD = Struct(">BBHI")
_LONG = Struct(">I")
HEAD = _HEAD.size
"""Octets before the body of a PDU."""


class Kind(IntEnum):
    """Types of PDUs."""

    SERIAL_NOTIFY = 0
    SERIAL_QUERY = 1
    RESET_QUERY = 2
    CACHE_RESPONSE = 3
    IPV4_PREFIX = 4
    IPV6_PREFIX = 6
    END_OF_DATA = 7
    CACHE_RESET = 8
    ROUTER_KEY = 9
    ERROR_REPORT = 10
    ASPA = 11


class Code(IntEnum):
    """Codes of error reports (RFC 8210 section 12)."""

    CORRUPT_DATA = 0
    INTERNAL_ERROR = 1
    NO_DATA_AVAILABLE = 2
    INVALID_REQUEST = 3
    UNSUPPORTED_VERSION = 4
    UNSUPPORTED_TYPE = 5
    UNEXPECTED_VERSION = 8


SIZES = {
    Kind.SERIAL_NOTIFY: 12,
    Kind.SERIAL_QUERY: 12,
    Kind.RESET_QUERY: 8,
    Kind.CACHE_RESPONSE: 8,
    Kind.IPV4_PREFIX: 20,
    Kind.IPV6_PREFIX: 32,
    Kind.CACHE_RESET: 8,
}
"""Octets of those of one size."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that a cache tells its routers (RFC 8210 section 6).

    Attributes:
        refresh: Between two questions.
        retry: After a failed one.
        expire: For which data may be used without a new answer.
    """

    refresh: int = 3600
    retry: int = 600
    expire: int = 7200


@dataclass(frozen=True, slots=True)
class Pdu:
    """One message: `field` is the session, an error code or zero; `body` what follows the header."""

    version: int
    kind: int
    field: int
    body: bytes

    @property
    def serial(self) -> int:
        """The serial number that its body starts with."""
        return int(_LONG.unpack_from(self.body)[0])

    def octets(self) -> bytes:
        """As on the wire."""
        return head(self.version, self.kind, self.field, len(self.body)) + self.body


class Splitter:
    """Cuts a stream into PDUs; holds at most one that is not whole."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, octets: bytes) -> list[Pdu]:
        """The PDUs that are whole now.

        Raises:
            InputError: A header tells a length that no PDU has.
        """
        self._held += octets
        found: list[Pdu] = []
        at = 0
        while (pdu := pdu_at(self._held, at)) is not None:
            found.append(pdu)
            at += _HEAD.size + len(pdu.body)
        del self._held[:at]
        return found


def pdu_at(octets: bytes | bytearray, at: int) -> Pdu | None:
    """The PDU that starts there; null where it is not whole yet.

    Raises:
        InputError: Its header tells a length that no PDU has.
    """
    if len(octets) - at < _HEAD.size:
        return None
    version, kind, field, size = _HEAD.unpack_from(octets, at)
    if not _HEAD.size <= size <= LARGEST or size != SIZES.get(kind, size):
        raise InputError(f"a PDU of type {kind} says that it has {size:,} octets")
    if len(octets) - at < size:
        return None
    return Pdu(version, kind, field, bytes(octets[at + _HEAD.size : at + size]))


def head(version: int, kind: int, field: int, body: int) -> bytes:
    """A header before so many octets."""
    return _HEAD.pack(version, kind, field, _HEAD.size + body)


def with_serial(version: int, kind: Kind, session: int, serial: int) -> bytes:
    """A notify or a query."""
    return head(version, kind, session, _LONG.size) + _LONG.pack(serial)


def end_of_data(version: int, session: int, serial: int, timing: Timing) -> bytes:
    """The end of an answer; version 0 tells no times (RFC 6810 section 5.8)."""
    if version == 0:
        return with_serial(version, Kind.END_OF_DATA, session, serial)
    body = b"".join(map(_LONG.pack, (serial, timing.refresh, timing.retry, timing.expire)))
    return head(version, Kind.END_OF_DATA, session, len(body)) + body


def aspa(customer: int, providers: Sequence[int], *, announced: bool) -> bytes:
    """An ASPA of version 2; a withdrawal names no providers."""
    numbers = (customer, *providers) if announced else (customer,)
    body = b"".join(map(_LONG.pack, numbers))
    return head(NEWEST, Kind.ASPA, announced << 8, len(body)) + body


def error_report(version: int, code: Code, text: str, about: bytes = b"") -> bytes:
    """Why a session ends; an error report is never answered by another."""
    told = text.encode()[:MOST_TEXT]
    part = about[:MOST_TEXT]
    body = _LONG.pack(len(part)) + part + _LONG.pack(len(told)) + told
    return head(version, Kind.ERROR_REPORT, code, len(body)) + body


def text_of_error(pdu: Pdu) -> str:
    """What an error report says; its code alone where the text is broken."""
    try:
        (size,) = _LONG.unpack_from(pdu.body)
        (told,) = _LONG.unpack_from(pdu.body, _LONG.size + size)
        start = 2 * _LONG.size + size
        text = pdu.body[start : start + min(told, MOST_TEXT)].decode("utf-8", "replace")
    except error:
        text = ""
    return f"error {pdu.field}: {text}" if text else f"error {pdu.field}"
