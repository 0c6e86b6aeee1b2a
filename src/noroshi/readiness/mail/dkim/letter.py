"""Letter: a message as octets, in header fields and body, the way signatures see it."""

import re
from dataclasses import dataclass

from noroshi.spine.model import InputError

MOST_OCTETS = 64 * 2**20
MOST_HEADER_OCTETS = 2**20
MOST_FIELDS = 2_000

_BARE_LINE_FEED = re.compile(rb"(?<!\r)\n")
_FIELD_END = re.compile(rb"\r\n(?![ \t])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One header field.

    Attributes:
        name: In lower case.
        octets: Name, colon and value as they came, folded, without the last CRLF.
    """

    name: str
    octets: bytes

    @property
    def text(self) -> str:
        """The value; octets that are no UTF-8 become U+FFFD."""
        return self.octets.partition(b":")[2].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message.

    Attributes:
        fields: From the top.
        body: With CRLF at line ends.
    """

    fields: tuple[Field, ...]
    body: bytes

    def named(self, name: str) -> list[Field]:
        """Fields of a lower-case name, from the top."""
        return [field for field in self.fields if field.name == name]


def parse_letter(octets: bytes) -> Letter:
    """A message from its octets, with line ends of any kind.

    Raises:
        InputError: It is larger than the bounds, or has no header; the message is a reason.
    """
    if len(octets) > MOST_OCTETS:
        raise InputError("mail-too-large")
    if octets.startswith((b"From ", b">From ")):
        octets = octets.partition(b"\n")[2]  # an mbox line is no part of the message
    whole = _BARE_LINE_FEED.sub(b"\r\n", octets)
    head, _, body = whole.partition(b"\r\n\r\n")
    if len(head) > MOST_HEADER_OCTETS:
        raise InputError("header-too-large")
    parts = _FIELD_END.split(head.removesuffix(b"\r\n"))
    if len(parts) > MOST_FIELDS:
        raise InputError("too-many-fields")
    fields = tuple(field for part in parts if (field := _field(part)))
    if not fields:
        raise InputError("not-a-mail")
    return Letter(fields=fields, body=body)


def _field(octets: bytes) -> Field | None:
    """A field; null for a line that is none, which no signature can name."""
    name, colon, _ = octets.partition(b":")
    name = name.rstrip(b" \t")
    if not colon or not name or not all(33 <= octet <= 126 for octet in name):
        return None
    return Field(name=name.decode("ascii").lower(), octets=octets)
