"""Head: the first lines of a proxied request (RFC 9112 sections 3.2.2 and 3.2.3), read strictly."""

import re
from dataclasses import dataclass

from noroshi.spine.model import InputError

MOST_OCTETS = 65_536
MOST_LINES = 200
_REQUEST = re.compile(rb"([A-Z]{1,20}) ([!-~]{1,8000}) HTTP/1\.[01]")
_AUTHORITY = re.compile(rb"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._~-]{1,253})(?::([0-9]{1,5}))?")
_ABSOLUTE = re.compile(rb"http://([^/?#]{1,300})([/?][^#]*)?", re.IGNORECASE)
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}):[ \t]*([^\r\n\x00]*)")
_HOP_BY_HOP = frozenset([b"connection", b"host", b"keep-alive", b"te", b"trailer", b"upgrade"])
"""Fields of one connection only (RFC 9110 section 7.6.1), and the host, which is written anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a client asks the proxy for.

    Attributes:
        tunnel: Whether it wants a tunnel (CONNECT).
        host: Name or address, lower case, IPv6 without brackets.
        port: TCP port.
        onward: Head to send to the server; empty for a tunnel.
    """

    tunnel: bool
    host: str
    port: int
    onward: bytes


def parse_head(octets: bytes) -> Head:
    """The request in the octets up to and with the empty line.

    Raises:
        InputError: It is none that a proxy of web pages serves.
    """
    if len(octets) > MOST_OCTETS or not octets.endswith(b"\r\n\r\n"):
        raise InputError("the head of the request is no head of HTTP/1.1")
    lines = octets[:-4].split(b"\r\n")
    request = _REQUEST.fullmatch(lines[0])
    if request is None or len(lines) > MOST_LINES:
        raise InputError("the head of the request is no head of HTTP/1.1")
    fields = [_field(line) for line in lines[1:]]
    method, target = request[1], request[2]
    if method == b"CONNECT":
        host, port = _authority(target, default=None)
        return Head(tunnel=True, host=host, port=port, onward=b"")
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is None:
        raise InputError("the request is for no http:// address")
    host, port = _authority(absolute[1], default=80)
    path = absolute[2] or b"/"
    path = b"/" + path if path.startswith(b"?") else path
    onward = _onward(method, path, absolute[1], fields)
    return Head(tunnel=False, host=host, port=port, onward=onward)


def _field(line: bytes) -> tuple[bytes, bytes]:
    match = _FIELD.fullmatch(line)
    if match is None:
        raise InputError("a header line of the request is malformed")
    return match[1], match[2]


def _authority(text: bytes, default: int | None) -> tuple[str, int]:
    match = _AUTHORITY.fullmatch(text)
    if match is None or (match[2] is None and default is None):
        raise InputError("the request names no host")
    port = int(match[2]) if match[2] is not None else default
    if port is None or not 0 < port < 65536:
        raise InputError("the request names a port outside 1-65535")
    return match[1].decode("ascii").strip("[]").lower(), port


def _onward(
    method: bytes, path: bytes, authority: bytes, fields: list[tuple[bytes, bytes]]
) -> bytes:
    kept = [
        name + b": " + value
        for name, value in fields
        if name.lower() not in _HOP_BY_HOP and not name.lower().startswith(b"proxy-")
    ]
    first = [method + b" " + path + b" HTTP/1.1", b"Host: " + authority]
    return b"\r\n".join([*first, *kept, b"Connection: close", b"", b""])
