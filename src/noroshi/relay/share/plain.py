"""Plain: values and sentences that cannot break out of the line they stand in."""

import re
from collections.abc import Sequence
from itertools import compress

from noroshi.relay.share.target import all_endpoint_parts, endpoint_parts
from noroshi.spine.model import InputError, Subject, SubjectKind
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
    if subject.kind is not SubjectKind.ENDPOINT or endpoint_parts(subject.value) is not None:
        return True
    try:
        subject.as_endpoint()
    except InputError:
        return False
    return True


Facts = tuple[str, int | None, str]
"""Address or other value, port and protocol, each in plain text."""


def facts(subject: Subject) -> Facts:
    """Facts of a subject.

    Raises:
        InputError: The subject is not readable.
    """
    if subject.kind is SubjectKind.ENDPOINT:
        parts = endpoint_parts(subject.value)
        if parts is not None:
            return parts
        endpoint = subject.as_endpoint()
        return endpoint.address, endpoint.port, plain(endpoint.protocol)
    return plain(subject.value), None, ""


def facts_of(stretch: Stretch) -> Sequence[Facts | None]:
    """Facts of each subject of a stretch; null where it is not readable."""
    is_endpoint = [kind == SubjectKind.ENDPOINT for kind in stretch.subject_kinds]
    endpoints = list(compress(stretch.values, is_endpoint))
    parts = iter(all_endpoint_parts(endpoints) or map(_endpoint_facts, endpoints))
    if len(endpoints) == len(is_endpoint):
        return list(parts)
    others = [value for value, other in zip(stretch.values, is_endpoint, strict=True) if not other]
    rest = iter(others if are_plain(others, "") else map(plain, others))
    return [next(parts) if one else (next(rest), None, "") for one in is_endpoint]


def _endpoint_facts(value: str) -> Facts | None:
    return endpoint_parts(value) or _facts_by_hand(value)


def _facts_by_hand(value: str) -> Facts | None:
    try:
        return facts(Subject(SubjectKind.ENDPOINT, value))
    except InputError:
        return None


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
