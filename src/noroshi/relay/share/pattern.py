"""Pattern: a subject in the STIX patterning language (STIX 2.1 section 9)."""

from collections.abc import Callable

from noroshi.relay.share.plain import Facts, facts
from noroshi.spine.model import Subject, SubjectKind

OBSERVABLE: dict[str, str] = {
    SubjectKind.IP: "ipv4-addr",
    SubjectKind.ENDPOINT: "ipv4-addr",
    SubjectKind.DOMAIN: "domain-name",
    SubjectKind.URL: "url",
}
"""Cyber-observable type of each subject; an IPv6 address becomes `ipv6-addr`."""


def observable_kind(kind: str, value: str) -> str:
    """Cyber-observable type of a subject of this kind, whose address or other value is given."""
    told = OBSERVABLE[kind]
    return "ipv6-addr" if told == "ipv4-addr" and ":" in value else told


def pattern_of(kind: str, known: Facts, quote: Callable[[str], str]) -> str:
    """What a consumer should match: traffic to the endpoint, or the bare observable.

    Args:
        kind: Of the subject.
        known: Its facts.
        quote: Makes a text a constant of the language.
    """
    value, port, protocol = known
    if kind != SubjectKind.ENDPOINT:
        return f"[{observable_kind(kind, value)}:value = {quote(value)}]"
    to = f" AND network-traffic:dst_port = {port}" if port else ""
    return (
        f"[network-traffic:dst_ref.type = '{observable_kind(kind, value)}'"
        f" AND network-traffic:dst_ref.value = {quote(value)}{to}"
        f" AND network-traffic:protocols[*] = {quote(protocol)}]"
    )


def pattern(subject: Subject) -> str:
    """What a consumer should match about a subject."""
    return pattern_of(subject.kind, facts(subject), quoted)


def quoted(text: str) -> str:
    """A text as a constant of the language."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
