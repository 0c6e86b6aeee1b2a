"""Suricata rules (docs.suricata.io, "Rules Format"): one alert per indicator.

An endpoint matches by address, port and protocol; a name by DNS queries for it and what lies under it;
a web address by the request, where it is not encrypted.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

from noroshi.relay.share.blocking import Words, chunks, title, words
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.sids import Sids
from noroshi.relay.share.target import (
    FLOWS,
    NAMES,
    Flow,
    each_by_kind,
    flow_of,
    name_of,
)
from noroshi.spine.model import InputError, Subject, SubjectKind, Tlp, canonical_url
from noroshi.spine.model.memo import Memo
from noroshi.spine.model.protocol import ICMP, ICMPV6, TCP, UDP
from noroshi.spine.model.stretch import Stretch

LONGEST_CONTENT = 255
"""Octets of one `content` (Suricata refuses longer ones)."""

_HEADER = {TCP: "tcp", UDP: "udp", ICMP: "icmp", ICMPV6: "icmp", 0: "ip"}
_MARKS = {tlp: tlp.value.removeprefix("TLP:").lower().replace("+", "_") for tlp in Tlp}
_MESSAGE = re.compile(r"[^A-Za-z0-9 ._/-]")
_WEB = re.compile(r"http://(\[[0-9a-f:.]+\]|[^:/]+)(:[0-9]+)?(/.*)")


def as_suricata(stretches: Iterable[Stretch], edition: Edition) -> Iterator[bytes]:
    """A title and one rule per entry that can be matched."""
    yield from chunks([title(edition)])
    yield from chunks(_rules(stretches))


def _rules(stretches: Iterable[Stretch]) -> Iterator[str]:
    sids = Sids()
    left_out = 0
    for stretch in stretches:
        tails = map(
            _TAILS.__getitem__, zip(stretch.kinds, stretch.labels, stretch.tlps, strict=True)
        )
        rows = zip(
            stretch.ids,
            stretch.confidences,
            map(_REVISIONS.__getitem__, stretch.last_seen),
            each_by_kind(stretch.about, _MATCHES, ""),
            tails,
            strict=True,
        )
        for name, confidence, revision, match, (message, kind, tlp) in rows:
            if not match:
                continue
            sid = sids.take(name)
            if sid is None:
                left_out += 1
                continue
            header, _, options = match.partition("(")
            yield (
                f'{header}(msg:"NOROSHI {message}"; {options}'
                "threshold:type limit,track by_src,seconds 3600,count 1; "
                f"classtype:{kind}; sid:{sid}; rev:{revision}; "
                f"metadata:noroshi_id {name}, confidence {confidence}, tlp {tlp};)"
            )
    if left_out:
        yield f"# {left_out} more entries found no rule number of their own"


def _tail(said: tuple[str, str, str]) -> tuple[str, str, str]:
    """Message, class and marking, of what it is, its label and its marking."""
    kind, label, tlp = said
    group = "trojan-activity" if kind == "c2-server" else "bad-unknown"
    return _message(label), group, _MARKS[Tlp(tlp)]


_TAILS = Memo(_tail)


def _revision(last_seen: str) -> int:
    return int(datetime.fromisoformat(last_seen).timestamp())


_REVISIONS = Memo(_revision)


def _message(label: str) -> str:
    return _MESSAGE.sub("_", label[:80])


def say_match(subject: Subject) -> str:
    """Header and matching options of a rule, or nothing where Suricata cannot see the subject."""
    if subject.kind is SubjectKind.URL:
        return _web(subject.value)
    name = name_of(subject)
    if name is not None:
        return _queries(name)
    flow = flow_of(subject)
    return _traffic(flow) if flow else ""


def _queries(name: str) -> str:
    return (
        f"alert dns $HOME_NET any -> any any (dns.query; dotprefix; "
        f'content:".{name}"; nocase; endswith; '
    )


def _traffic(flow: Flow) -> str:
    (address, length), protocol, port = flow
    if length != (128 if ":" in address else 32):
        address = f"{address}/{length}"
    header = _HEADER.get(protocol, "ip")
    number = "" if protocol in _HEADER else f"ip_proto:{protocol}; "
    return f"alert {header} $HOME_NET any -> {address} {port or 'any'} ({number}"


def _web(value: str) -> str:
    match = _WEB.fullmatch(value)
    try:
        if match is None or canonical_url(value) != value:
            return ""
    except InputError:
        return ""
    host, port, path = match.groups()
    if max(len(host), len(path)) > LONGEST_CONTENT:
        return ""
    return (
        f"alert http $HOME_NET any -> any {port[1:] if port else 'any'} ("
        f'http.host; content:"{_octets(host)}"; bsize:{len(host)}; '
        f'http.uri.raw; content:"{_octets(path)}"; bsize:{len(path)}; '
    )


_MATCHES: Words = {
    **words(FLOWS, _traffic),
    **words(NAMES, _queries),
    SubjectKind.URL: partial(map, _web),
}


def _octets(text: str) -> str:
    """ASCII text with all but letters, digits and a few harmless signs in hexadecimal."""
    return re.sub(r"[^A-Za-z0-9./_-]+", lambda run: f"|{run[0].encode().hex(' ')}|", text)
