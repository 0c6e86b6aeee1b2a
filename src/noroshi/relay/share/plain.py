"""Plain: values and sentences that cannot break out of the line they stand in."""

import re
from collections.abc import Iterable, Iterator

from noroshi.relay.share.target import endpoint_parts
from noroshi.spine.model import Indicator, InputError, Subject, SubjectKind

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


def with_facts(indicators: Iterable[Indicator]) -> Iterator[tuple[Indicator, Facts]]:
    """Indicators whose subject is readable, with its facts; the others are passed over."""
    for indicator in indicators:
        try:
            told = facts(indicator)
        except InputError:
            continue
        yield indicator, told


def facts(indicator: Indicator) -> Facts:
    """Facts of an indicator's subject.

    Raises:
        InputError: The subject is not readable.
    """
    if indicator.subject.kind is SubjectKind.ENDPOINT:
        parts = endpoint_parts(indicator.subject.value)
        if parts is not None:
            return parts
        endpoint = indicator.subject.as_endpoint()
        return endpoint.address, endpoint.port, plain(endpoint.protocol)
    return plain(indicator.subject.value), None, ""
