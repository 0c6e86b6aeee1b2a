"""Observed: what STIX 2.1 objects of others say about addresses, names and web addresses.

Indicators with patterns of the simple kind and cyber-observables are read; what is more involved is
refused with a word, never guessed. Objects are hostile: everything is bounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from noroshi.relay.share.plain import plain
from noroshi.relay.share.simple_pattern import Refused, subject_of, subjects_of_pattern
from noroshi.relay.share.tlp import MARKINGS
from noroshi.spine.model import Subject, Tlp

MARKED = {marking: tlp for tlp, marking in MARKINGS.items()} | {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
}
"""TLP 2.0, and TLP 1.0 of STIX 2.1 section 7.2.1.4 (WHITE is CLEAR)."""

STRICTNESS = tuple(Tlp)
"""From open to closed; of several markings the most closed one counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What one object says.

    Attributes:
        subjects: About these.
        revoked: It takes back what it said.
        label: Its own word.
        confidence: 0 to 100; null where it does not say.
        tlp: Its marking; null where it bears none that is known.
        first_seen: Since when it holds.
        valid_until: Until when.
    """

    subjects: tuple[Subject, ...]
    revoked: bool = False
    label: str = ""
    confidence: int | None = None
    tlp: Tlp | None = None
    first_seen: datetime | None = None
    valid_until: datetime | None = None


def observed(made: Mapping[str, object]) -> Observed:
    """What an object says.

    Raises:
        Refused: It is of another type, malformed, or says more than is read here.
    """
    kind = _text(made.get("type"))
    if kind == "indicator":
        return _from_indicator(made)
    if kind in {"ipv4-addr", "ipv6-addr", "domain-name", "url"}:
        subject = subject_of(kind, _text(made.get("value")))
        return Observed(subjects=(subject,), tlp=_tlp(made))
    raise Refused("other-type")


def _from_indicator(made: Mapping[str, object]) -> Observed:
    if made.get("pattern_type", "stix") != "stix":
        raise Refused("other-pattern-language")
    revoked = made.get("revoked") is True
    confidence = made.get("confidence")
    if not isinstance(confidence, int) or isinstance(confidence, bool):
        confidence = None
    elif not 0 <= confidence <= 100:
        raise Refused("bad-confidence")
    return Observed(
        subjects=() if revoked else subjects_of_pattern(_text(made.get("pattern"))),
        revoked=revoked,
        label=plain(_text(made.get("name")))[:200],
        confidence=confidence,
        tlp=_tlp(made),
        first_seen=_moment(made.get("valid_from")),
        valid_until=_moment(made.get("valid_until")),
    )


def _tlp(made: Mapping[str, object]) -> Tlp | None:
    refs = made.get("object_marking_refs")
    names = [ref for ref in refs if isinstance(ref, str)] if isinstance(refs, list) else []
    known = [MARKED[name] for name in names if name in MARKED]
    return max(known, key=STRICTNESS.index, default=None)


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(_text(value)[:64])
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("bad-time") from error


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
