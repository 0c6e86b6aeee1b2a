"""Pattern: a subject in the STIX patterning language (STIX 2.1 section 9)."""

from noroshi.relay.share.plain import plain
from noroshi.spine.model import Subject, SubjectKind

OBSERVABLE = {
    SubjectKind.IP: "ipv4-addr",
    SubjectKind.ENDPOINT: "ipv4-addr",
    SubjectKind.DOMAIN: "domain-name",
    SubjectKind.URL: "url",
}
"""Cyber-observable type of each subject; an IPv6 address becomes `ipv6-addr`."""


def observable_value(subject: Subject) -> tuple[str, str]:
    """Cyber-observable type and value of a subject."""
    value = subject.value
    if subject.kind is SubjectKind.ENDPOINT:
        value = subject.as_endpoint().address
    kind = OBSERVABLE[subject.kind]
    if kind == "ipv4-addr" and ":" in value:
        kind = "ipv6-addr"
    return kind, plain(value)


def pattern(subject: Subject) -> str:
    """What a consumer should match: traffic to the endpoint, or the bare observable."""
    if subject.kind is not SubjectKind.ENDPOINT:
        kind, value = observable_value(subject)
        return f"[{kind}:value = {_quoted(value)}]"
    endpoint = subject.as_endpoint()
    kind = f"ipv{endpoint.ip_version}-addr"
    quoted = _quoted(endpoint.address)
    terms = [
        f"network-traffic:dst_ref.type = '{kind}'",
        f"network-traffic:dst_ref.value = {quoted}",
        f"network-traffic:protocols[*] = {_quoted(plain(endpoint.protocol))}",
    ]
    if endpoint.port:
        terms.insert(2, f"network-traffic:dst_port = {endpoint.port}")
    return f"[{' AND '.join(terms)}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
