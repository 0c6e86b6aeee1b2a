"""STIX 2.1 bundle (OASIS Standard, June 2021), streamed object by object.

Per indicator that holds: the `indicator` with its pattern, the address as a cyber-observable, an
`observed-data` with the times it was seen, and the relationship between them. A revoked indicator
comes alone. Ids are UUIDv5, so the same list gives the same octets.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec

from noroshi.relay.share.pattern import observable_kind, pattern_of, quoted
from noroshi.relay.share.plain import Facts, are_plain, facts, facts_of, plain
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.tlp import MARKINGS, marking
from noroshi.spine.model import Indicator, Subject, SubjectKind, Tlp, rfc3339
from noroshi.spine.model.named_id import named_id
from noroshi.spine.model.stretch import Sentences, Stretch

Object = dict[str, object]

OBSERVABLES = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace of cyber-observable ids (STIX 2.1 section 2.9)."""

OBJECTS = UUID("9d2f0d4e-8f2b-5a6e-b0a7-3c1f7a5e6d42")
"""Namespace of the ids of our own objects."""

_OBSERVABLES, _OBJECTS = OBSERVABLES.bytes, OBJECTS.bytes
_ENCODE = msgspec.json.Encoder().encode

EPOCH = "2026-01-01T00:00:00.000Z"
"""Creation time of the producer's identity: fixed, so that every edition agrees."""


def as_stix(stretches: Iterable[Stretch], edition: Edition) -> Iterator[bytes]:
    """One bundle; its first chunk opens it, its last closes it."""
    identity = identity_object(edition.producer)
    yield b'{"type":"bundle","id":' + _ENCODE(_bundle_id(edition)) + b',"objects":[\n'
    yield _ENCODE(identity)
    told = _Told(str(identity["id"]), rfc3339(edition.at))
    for stretch in stretches:
        yield "".join(told.objects(stretch)).encode()
    yield b"\n]}\n"


def _bundle_id(edition: Edition) -> str:
    return f"bundle--{uuid5(OBJECTS, f'bundle|{plain(edition.producer)}|{rfc3339(edition.at)}')}"


def identity_object(producer: str) -> Object:
    """Who says what the list says."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{uuid5(OBJECTS, f'identity|{plain(producer)}')}",
        "created": EPOCH,
        "modified": EPOCH,
        "name": plain(producer),
        "identity_class": "organization",
    }


class Said(NamedTuple):
    """What an indicator object tells of itself, as plain values; moments are RFC 3339 text."""

    id: str
    subject: Subject
    kind: str
    label: str
    confidence: int
    tlp: str
    valid_from: str
    valid_until: str
    revoked: bool
    reasons: Sequence[Mapping[str, str]]


def said_of(indicator: Indicator, indicator_id: str) -> Said:
    """What an indicator tells; its id is given, as asking for it would compute it anew."""
    return Said(
        id=indicator_id,
        subject=indicator.subject,
        kind=indicator.kind,
        label=indicator.label,
        confidence=indicator.confidence,
        tlp=indicator.tlp.value,
        valid_from=rfc3339(indicator.valid_from),
        valid_until=rfc3339(indicator.valid_until),
        revoked=indicator.revoked,
        reasons=[text.as_dict() for text in indicator.reasons],
    )


def indicator_text(said: Said, common: str) -> str:
    """One version of an indicator, as JSON.

    Args:
        said: What it says.
        common: Its members from `common_text`.
    """
    return _indicator_text(said, facts(said.subject), common, _CAREFUL)


class _Words(NamedTuple):
    """How texts are told.

    Attributes:
        plain: One line of a text, without what could break out of it.
        json: A text as JSON.
        constant: A text as a constant in a pattern.
    """

    plain: Callable[[str], str]
    json: Callable[[str], str]
    constant: Callable[[str], str]


def _indicator_text(said: Said, known: Facts, common: str, words: _Words) -> str:
    """Written by hand, as everything below: an object of each would take many times as long."""
    label, value = words.plain(said.label), words.plain(said.subject.value)
    description = ""
    if said.reasons:
        told = [words.plain(reason[name]) for reason in said.reasons for name in ("en", "ja")]
        description = f'"description":{words.json(chr(10).join(told))},'
    matched = pattern_of(said.subject.kind, known, words.constant)
    return (
        f'{{"type":"indicator","id":"indicator--{said.id}","name":{words.json(f"{label} {value}")},'
        f'"indicator_types":["malicious-activity"],"pattern":{words.json(matched)},'
        f'"pattern_type":"stix","pattern_version":"2.1","valid_from":"{said.valid_from}",'
        f'"valid_until":"{said.valid_until}","confidence":{said.confidence},'
        f'"labels":[{_word(said.kind)},{_word(said.label)}],'
        f'"revoked":{"true" if said.revoked else "false"},{description}'
        f"{_PHASES if said.kind == 'c2-server' else ''}{common}}}"
    )


def common_text(producer_id: str, created: str, modified: str, tlp: str) -> str:
    """Members that all objects about an entry have.

    Args:
        producer_id: STIX id of who says it.
        created: Moment of its first version, RFC 3339 text.
        modified: Moment of this one.
        tlp: Its marking.
    """
    return (
        f'"spec_version":"2.1","created_by_ref":"{producer_id}","created":"{created}",'
        f'"modified":"{modified}",{_marked(tlp)}'
    )


class _Told:
    """Makes the objects of a bundle, and knows which of those that are shared it holds already."""

    def __init__(self, producer: str, at: str) -> None:
        self._producer, self._at = producer, at
        self._shared: set[str] = set()

    def objects(self, stretch: Stretch) -> Iterator[str]:
        """Objects of each entry, each after a comma."""
        reasons = stretch.reasons()
        words = _words_for(stretch, reasons)
        rows = map(
            Said,
            stretch.ids,
            stretch.subjects(),
            stretch.kinds,
            stretch.labels,
            stretch.confidences,
            stretch.tlps,
            stretch.valid_from,
            stretch.valid_until,
            stretch.revoked,
            reasons,
        )
        moments = zip(rows, facts_of(stretch), stretch.first_seen, stretch.last_seen, strict=True)
        for said, known, first, last in moments:
            if known is not None and said.subject.kind in STIX_KINDS:
                yield from self._objects(said, known, first, last, words)

    def _objects(
        self, said: Said, known: Facts, first: str, last: str, words: _Words
    ) -> Iterator[str]:
        modified = max(last, self._at) if said.revoked else last
        common = common_text(self._producer, first, modified, said.tlp)
        if said.tlp not in self._shared:
            self._shared.add(said.tlp)
            yield ",\n" + _ENCODE(marking(Tlp(said.tlp))).decode()
        yield ",\n" + _indicator_text(said, known, common, words)
        if said.revoked:
            return
        kind, value = observable_kind(said.subject.kind, known[0]), words.json(known[0])
        # The name is canonical JSON of what contributes: one member, no spaces.
        seen = f"{kind}--{named_id(_OBSERVABLES, _CONTRIBUTING % value)}"
        if seen not in self._shared:
            # Two ports of one address share its observable.
            self._shared.add(seen)
            yield (
                f',\n{{"type":"{kind}","spec_version":"2.1","id":"{seen}","value":{value},'
                f"{_marked(said.tlp)}}}"
            )
        # When it was seen. `number_observed` counts this one statement, never subscribers.
        observed = named_id(_OBJECTS, f"observed|{said.id}|{first}")
        data = f"observed-data--{observed}"
        relation = named_id(_OBJECTS, f"indicator--{said.id}|based-on|{data}")
        yield (
            f',\n{{"type":"observed-data","id":"{data}","first_observed":"{first}",'
            f'"last_observed":"{last}","number_observed":1,"object_refs":["{seen}"],{common}}},\n'
            f'{{"type":"relationship","id":"relationship--{relation}",'
            f'"relationship_type":"based-on","source_ref":"indicator--{said.id}",'
            f'"target_ref":"{data}",{common}}}'
        )


def _json(text: str) -> str:
    return _ENCODE(text).decode()


_CAREFUL = _Words(plain=plain, json=_json, constant=quoted)
_HARMLESS = _Words(
    plain=str,
    json=lambda text: '"' + text.replace("\n", "\\n") + '"',
    constant=lambda text: f"'{text}'",
)
"""For texts that hold no sign that has a meaning in JSON or in a pattern, and nothing unreadable."""


def _words_for(stretch: Stretch, reasons: Sentences) -> _Words:
    sentences = [text for those in reasons for one in those for text in (one["en"], one["ja"])]
    harmless = are_plain([*stretch.values, *stretch.labels, *sentences], "\"\\'")
    return _HARMLESS if harmless else _CAREFUL


@lru_cache(maxsize=1_024)
def _word(text: str) -> str:
    return _json(plain(text))


@lru_cache(maxsize=len(Tlp))
def _marked(tlp: str) -> str:
    return f'"object_marking_refs":["{MARKINGS[Tlp(tlp)]}"]'


_CONTRIBUTING = '{"value":%s}'
_PHASES = (
    '"kill_chain_phases":[{"kill_chain_name":"lockheed-martin-cyber-kill-chain",'
    '"phase_name":"command-and-control"}],'
)

STIX_KINDS = frozenset({SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.DOMAIN, SubjectKind.URL})
"""Subjects that this bundle can say."""
