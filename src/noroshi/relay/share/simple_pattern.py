"""Simple pattern: subjects from STIX patterns of the simple kind (STIX 2.1 section 9).

One observable, alternatives of them, or an address with its port; what is more involved is refused
with a word, never guessed. Patterns come from others and are bounded in every direction.
"""

import re

from noroshi.spine.model import Endpoint, InputError, Subject

LONGEST_PATTERN = 8_192
MOST_SUBJECTS = 100
"""Subjects of one pattern."""

_TERM = re.compile(
    r"\s*([a-z0-9-]{1,40}):([A-Za-z0-9_.\[\]*'-]{1,80})\s*=\s*(?:'((?:[^'\\]|\\.){0,4096})'|(\d{1,10}))\s*"
)
_AND, _OR = re.compile(r"AND(?![a-z])"), re.compile(r"\s*OR(?![a-z])\s*")
_MAKERS = {
    "ipv4-addr": Subject.ip,
    "ipv6-addr": Subject.ip,
    "domain-name": Subject.domain,
    "url": Subject.url,
}
_HOSTS = {"ipv4-addr": "/32", "ipv6-addr": "/128"}
_TRANSPORTS = frozenset({"tcp", "udp", "icmp", "sctp"})
_SIDES = ("dst_ref", "src_ref")


class Refused(InputError):  # noqa: N818  # a count with a reason, not a fault
    """Nothing was taken from this object; `reason` is the word it is counted under."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def subjects_of_pattern(pattern: str) -> tuple[Subject, ...]:
    """Subjects of a simple pattern: one observable, alternatives, or one endpoint.

    Raises:
        Refused: It is longer, deeper or of another shape.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise Refused("long-pattern")
    found: list[Subject] = []
    at, text = 0, pattern.strip()
    while at < len(text):
        if len(found) >= MOST_SUBJECTS:
            raise Refused("long-pattern")
        subjects, at = _observation(text, at)
        found += subjects
        if at < len(text):
            joint = _OR.match(text, at)
            if joint is None or joint.end() >= len(text):
                raise Refused("other-pattern")
            at = joint.end()
    if not found:
        raise Refused("other-pattern")
    return tuple(dict.fromkeys(found))


def _observation(text: str, at: int) -> tuple[list[Subject], int]:
    """Subjects of one `[…]`, and where it ends."""
    if text[at] != "[":
        raise Refused("other-pattern")
    at += 1
    terms: list[tuple[str, str, str]] = []
    joints: set[str] = set()
    while True:
        term = _TERM.match(text, at)
        if term is None or len(terms) >= MOST_SUBJECTS:
            raise Refused("other-pattern")
        terms.append((term[1], term[2], _unquoted(term[3]) if term[4] is None else term[4]))
        at = term.end()
        if text[at : at + 1] == "]":
            break
        joint = _AND.match(text, at) or _OR.match(text, at)
        if joint is None:
            raise Refused("other-pattern")
        joints.add(joint[0].strip())
        at = joint.end()
    return _subjects(terms, joints), at + 1


def _subjects(terms: list[tuple[str, str, str]], joints: set[str]) -> list[Subject]:
    if not {kind for kind, _, _ in terms} <= {*_MAKERS, "network-traffic"}:
        raise Refused("other-observable")
    if joints <= {"OR"} and all(path == "value" for _, path, _ in terms):
        return [subject_of(kind, value) for kind, _, value in terms]
    if joints == {"AND"}:
        return [_endpoint(terms)]
    raise Refused("other-pattern")


def _endpoint(terms: list[tuple[str, str, str]]) -> Subject:
    """`network-traffic` to one address and port, or an address AND a port."""
    address, port, transport = "", "", ""
    for kind, path, value in terms:
        if (kind in {"ipv4-addr", "ipv6-addr"} and path == "value") or (
            kind == "network-traffic" and path in {f"{side}.value" for side in _SIDES}
        ):
            address = _once(address, value)
        elif kind == "network-traffic" and path in {"dst_port", "src_port"}:
            port = _once(port, value)
        elif kind == "network-traffic" and path in {"protocols[*]", "protocols[0]"}:
            # Several layers may be named; the transport is what a list can use.
            transport = value.lower() if value.lower() in _TRANSPORTS else transport
        elif not (kind == "network-traffic" and path in {f"{side}.type" for side in _SIDES}):
            raise Refused("other-pattern")
    if not address:
        raise Refused("other-pattern")
    if port and not (port.isascii() and port.isdecimal()):
        raise Refused("bad-value")
    if not port and not transport:
        return subject_of("ipv4-addr", address)
    try:
        return Subject.endpoint(Endpoint(address, int(port or 0), transport or "tcp"))
    except InputError as error:
        raise Refused("bad-value") from error


def _once(held: str, value: str) -> str:
    if held and held != value:
        raise Refused("other-pattern")
    return value


def subject_of(kind: str, value: str) -> Subject:
    """The subject that a cyber-observable of some type names.

    Raises:
        Refused: It is of another type, or its value is none of its type.
    """
    if kind not in _MAKERS:
        raise Refused("other-observable")
    host = _HOSTS.get(kind)
    if host is not None and "/" in value:
        if not value.endswith(host):
            raise Refused("prefix")
        value = value.removesuffix(host)
    try:
        return _MAKERS[kind](value)
    except InputError as error:
        raise Refused("bad-value") from error


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
