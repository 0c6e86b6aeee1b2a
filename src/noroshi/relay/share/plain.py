"""Plain: values and sentences that cannot break out of the line they stand in."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat

from noroshi.relay.share.target import (
    Service,
    all_endpoint_parts,
    each_by_kind,
    endpoint_parts,
)
from noroshi.spine.model import InputError, Subject, SubjectKind, parse_endpoint
from noroshi.spine.model.stretch import Stretch

LONGEST = 2_000
"""Characters of a value or sentence that leave; a longer one is cut and ends in an ellipsis."""

_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069]+"
)


def plain(text: str) -> str:
    """One line of text without control, separator or direction characters or lone surrogates."""
    flat = text if text.isprintable() else _UNSAFE.sub(" ", text)
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def is_readable(subject: Subject) -> bool:
    """Whether a subject has the parts that its kind promises; one made by hand may not."""
    return subject.kind is not SubjectKind.ENDPOINT or _endpoint_or_none(subject.value) is not None


Facts = tuple[str, int | None, str]
"""Address or other value, port and protocol, each in plain text."""


def facts(subject: Subject) -> Facts:
    """Facts of a subject.

    Raises:
        InputError: The subject is not readable.
    """
    if subject.kind is not SubjectKind.ENDPOINT:
        return plain(subject.value), None, ""
    address, service = _endpoint_facts(subject.value)
    return address, service.port, service.keyword


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Readable entries, and what their subjects say, in columns of the same length.

    Attributes:
        stretch: The entries.
        values: Addresses and other values, in plain text.
        services: Port and protocol of endpoints; null for others.
    """

    stretch: Stretch
    values: Sequence[str]
    services: Sequence[Service | None]


def told_of(stretch: Stretch) -> Told:
    """What can be told of a stretch; entries that are not readable are left out."""
    facts = list(each_by_kind(stretch.about, _READERS, None))
    readable = [one is not None for one in facts]
    if not all(readable):
        stretch, facts = stretch.picked(readable), list(compress(facts, readable))
    values, services = zip(*facts, strict=True) if facts else ((), ())
    return Told(stretch=stretch, values=values, services=services)


def _all_endpoints(values: Sequence[str]) -> Iterable[tuple[str, Service] | None]:
    parts = all_endpoint_parts(values)
    return map(_endpoint_or_none, values) if parts is None else zip(*parts, strict=True)


def _all_others(values: Sequence[str]) -> Iterable[tuple[str, None]]:
    return zip(values if are_plain(values, "") else map(plain, values), repeat(None))


_READERS: dict[str, Callable[[Sequence[str]], Iterable[tuple[str, Service | None] | None]]] = {
    **dict.fromkeys(SubjectKind, _all_others),
    SubjectKind.ENDPOINT: _all_endpoints,
}


def _endpoint_or_none(value: str) -> tuple[str, Service] | None:
    try:
        return _endpoint_facts(value)
    except InputError:
        return None


def _endpoint_facts(value: str) -> tuple[str, Service]:
    parts = endpoint_parts(value)
    if parts is not None:
        return parts
    endpoint = parse_endpoint(value)
    return endpoint.address, Service(endpoint.port, plain(endpoint.protocol), None)


def are_plain(texts: Sequence[str], signs: str) -> bool:
    """Whether texts can stand in a line as they are: nothing `plain` would change, none of the signs.

    Most stretches of a list are so, and asking once for all is many times faster than for each.
    """
    joined = "".join(texts)
    return (
        joined.isprintable()
        and not any(sign in joined for sign in signs)
        and max(map(len, texts), default=0) <= LONGEST
    )
