"""Canon: the two spellings in which header fields and bodies are signed (RFC 6376 section 3.4)."""

import re

from noroshi.readiness.mail.dkim.letter import Field

_BLANKS = re.compile(rb"[ \t]+")
_SIGNATURE = re.compile(rb"((?:^|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*")


def header_form(octets: bytes, *, relaxed: bool) -> bytes:
    """A field as it is hashed, without the CRLF behind it."""
    if not relaxed:
        return octets
    name, _, value = octets.partition(b":")
    unfolded = value.replace(b"\r\n", b"")
    return name.rstrip(b" \t").lower() + b":" + _BLANKS.sub(b" ", unfolded).strip(b" \t")


def body_form(body: bytes, *, relaxed: bool) -> bytes:
    """A body as it is hashed: no blank lines at its end, and one CRLF there."""
    if relaxed:
        # One blank first, then those at line ends: a single pattern for both takes quadratic time.
        body = _BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n").removesuffix(b" ")
    kept = _without_blank_lines(body)
    if not kept:
        return b"" if relaxed else b"\r\n"
    return kept + b"\r\n"


def without_value(field: Field) -> bytes:
    """A signature's own field with its `b=` empty (section 3.7)."""
    name, colon, value = field.octets.partition(b":")
    return name + colon + _SIGNATURE.sub(rb"\1", value, count=1)


def _without_blank_lines(body: bytes) -> bytes:
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end]
