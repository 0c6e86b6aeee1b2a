"""Manners: when an answer is whole, and what is said in between: nothing but refusals."""

import re
from collections.abc import Callable

_REPLY = re.compile(rb"^\d{3} [^\n]*\n", re.MULTILINE)
_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*(\d{1,7})[ \t]*\r\n", re.IGNORECASE)

IAC, DONT, DO, WONT, WILL = 255, 254, 253, 252, 251
# RFC 854, "Telnet command structure".


def refused_options(octets: bytes) -> bytes:
    """Telnet's answers to option requests: DONT to every WILL, WONT to every DO (RFC 1143)."""
    made = bytearray()
    for at in _commands(octets):
        verb, option = octets[at + 1], octets[at + 2]
        if verb in (WILL, DO):
            made += bytes((IAC, DONT if verb == WILL else WONT, option))
    return bytes(made)


def without_options(octets: bytes) -> bytes:
    """What a terminal would show of a telnet answer."""
    shown = re.sub(rb"\xff\xfa.*?\xff\xf0", b"", octets, flags=re.DOTALL)
    shown = re.sub(rb"\xff[\xfb-\xfe].", b"", shown, flags=re.DOTALL)
    return re.sub(rb"\xff[^\xff]", b"", shown, flags=re.DOTALL).replace(b"\xff\xff", b"\xff")


def _commands(octets: bytes) -> list[int]:
    return [found.start() for found in re.finditer(rb"\xff[\xfb-\xfe].", octets, re.DOTALL)]


def _has_line(octets: bytes) -> bool:
    return b"\n" in octets


def _has_reply(octets: bytes) -> bool:
    """A last line of a reply, `ddd ` and text (RFC 959, section 4.2; RFC 5321, section 4.2)."""
    return _REPLY.search(octets) is not None


def _has_head(octets: bytes) -> bool:
    return b"\r\n\r\n" in octets or b"\n\n" in octets


def _has_body(octets: bytes) -> bool:
    """A response with all the octets that it announced; without a length its end is the close."""
    head, found, body = octets.partition(b"\r\n\r\n")
    length = _LENGTH.search(head + b"\r\n")
    return bool(found and length and len(body) >= int(length[1]))


def _never(octets: bytes) -> bool:  # noqa: ARG001  # the signature of its kin
    return False


WHOLE: dict[str, Callable[[bytes], bool]] = {
    "ftp": _has_reply,
    "smtp": _has_reply,
    "ssh": _has_line,
    "pop3": _has_line,
    "imap": _has_line,
    "rtsp": _has_head,
    "http": _has_body,
    "https": _has_body,
    "telnet": _never,
}
"""Probe -> whether octets are a whole answer. Others, and telnet, end when they fall silent."""


def is_whole_of(probe: str) -> Callable[[bytes], bool]:
    """The test for a probe's answers."""
    return WHOLE.get(probe, _never)
