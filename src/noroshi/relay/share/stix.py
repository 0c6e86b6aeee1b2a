"""STIX 2.1 bundle (OASIS Standard, June 2021), streamed object by object.

Per indicator that holds: the `indicator` with its pattern, the address as a cyber-observable, an
`observed-data` with the times it was seen, and the relationship between them. A revoked indicator
comes alone. Ids are UUIDv5, so the same list gives the same octets.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec

from noroshi.relay.share.pattern import observable_kind, pattern_of, quoted
from noroshi.relay.share.plain import Facts, are_plain, facts, plain, told_of
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.tlp import MARKINGS, marking
from noroshi.spine.model import Indicator, Subject, SubjectKind, Tlp, rfc3339
from noroshi.spine.model.memo import Memo
from noroshi.spine.model.named_id import named_id
from noroshi.spine.model.stretch import Sentence, Sentences, Stretch

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
    told = _Bundle(str(identity["id"]), rfc3339(edition.at))
    for stretch in stretches:
        yield told.objects(stretch)
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
    subject_kind: str
    subject_value: str
    kind: str
    label: str
    confidence: int
    tlp: str
    valid_from: str
    valid_until: str
    revoked: bool
    reasons: Sequence[Sentence]


def said_of(indicator: Indicator, indicator_id: str) -> Said:
    """What an indicator tells; its id is given, as asking for it would compute it anew."""
    return Said(
        id=indicator_id,
        subject_kind=indicator.subject.kind.value,
        subject_value=indicator.subject.value,
        kind=indicator.kind,
        label=indicator.label,
        confidence=indicator.confidence,
        tlp=indicator.tlp.value,
        valid_from=rfc3339(indicator.valid_from),
        valid_until=rfc3339(indicator.valid_until),
        revoked=indicator.revoked,
        reasons=indicator.reasons,
    )


def indicator_text(said: Said, common: str) -> bytes:
    """One version of an indicator, as JSON.

    Args:
        said: What it says.
        common: Its members from `common_text`.
    """
    subject = Subject(SubjectKind(said.subject_kind), said.subject_value)
    return b"".join(_indicator_parts(said, facts(subject), common, _CAREFUL))


class Seen(NamedTuple):
    """When an entry was seen: first and last, RFC 3339 text."""

    first: str
    last: str


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


def _indicator_parts(said: Said, known: Facts, common: str, words: _Words) -> tuple[bytes, ...]:
    """Written by hand, as everything below: an object of each would take many times as long."""
    name, kind, value, what, label, confidence, _, since, until, revoked, reasons = said
    called = words.json(f"{words.plain(label)} {words.plain(value)}")
    matched = words.json(pattern_of(kind, known, words.constant))
    # Sentences alone are not in ASCII: joined as text, all would take several times the room.
    return (
        (
            f'{{"type":"indicator","id":"indicator--{name}","name":{called},'
            f'"indicator_types":["malicious-activity"],"pattern":{matched},'
            f'"pattern_type":"stix","pattern_version":"2.1","valid_from":"{since}",'
            f'"valid_until":"{until}","confidence":{confidence},'
            f'"labels":[{_word(what)},{_word(label)}],"revoked":{"true" if revoked else "false"},'
        ).encode(),
        _description(reasons, words).encode(),
        f"{_PHASES if what == 'c2-server' else ''}{common}}}".encode(),
    )


def _description(reasons: Sequence[Sentence], words: _Words) -> str:
    if not reasons:
        return ""
    told = [words.plain(text) for one in reasons for text in (one.en, one.ja)]
    return f'"description":{words.json(chr(10).join(told))},'


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


class _Bundle:
    """Makes the objects of a bundle, and knows which of those that are shared it holds already."""

    def __init__(self, producer: str, at: str) -> None:
        self._producer, self._at = producer, at
        self._markings: set[str] = set()
        self._observables: set[int] = set()  # 64 bits of each id, as in `marks`

    def objects(self, stretch: Stretch) -> bytes:
        """Objects of each entry, each after a comma."""
        told = told_of(stretch)
        one = told.stretch
        reasons = one.reasons()
        words = _words_for(one, reasons)
        rows = zip(
            one.ids,
            one.subject_kinds,
            one.values,
            one.kinds,
            one.labels,
            one.confidences,
            one.tlps,
            one.valid_from,
            one.valid_until,
            one.revoked,
            reasons,
            strict=True,
        )
        made: list[bytes] = []
        for said, value, service, first, last in zip(
            map(Said._make, rows), told.values, told.services, one.first_seen, one.last_seen,
            strict=True,
        ):  # fmt: skip
            if said.subject_kind in STIX_KINDS:
                known = (value, service.port, service.keyword) if service else (value, None, "")
                made += self._objects(said, known, Seen(first, last), words)
        return b"".join(made)

    def _objects(self, said: Said, known: Facts, seen: Seen, words: _Words) -> Iterator[bytes]:
        first, last = seen
        modified = max(last, self._at) if said.revoked else last
        common = common_text(self._producer, first, modified, said.tlp)
        if said.tlp not in self._markings:
            self._markings.add(said.tlp)
            yield b",\n" + _ENCODE(marking(Tlp(said.tlp)))
        yield b",\n"
        yield from _indicator_parts(said, known, common, words)
        if said.revoked:
            return
        observable = _observable(observable_kind(said.subject_kind, known[0]), words.json(known[0]))
        if (mark := hash(observable.id)) not in self._observables:
            # Two ports of one address share its observable.
            self._observables.add(mark)
            yield f"{observable.text}{_marked(said.tlp)}}}".encode()
        # When it was seen. `number_observed` counts this one statement, never subscribers.
        about = f"indicator--{said.id}"
        data = f"observed-data--{named_id(_OBJECTS, f'observed|{said.id}|{first}')}"
        relation = named_id(_OBJECTS, f"{about}|based-on|{data}")
        yield (
            f',\n{{"type":"observed-data","id":"{data}","first_observed":"{first}",'
            f'"last_observed":"{last}","number_observed":1,"object_refs":["{observable.id}"],'
            f'{common}}},\n{{"type":"relationship","id":"relationship--{relation}",'
            f'"relationship_type":"based-on","source_ref":"{about}","target_ref":"{data}",{common}}}'
        ).encode()


class _Observable(NamedTuple):
    """A cyber-observable: its id, and its text but for its marking."""

    id: str
    text: str


@lru_cache(maxsize=4_096)  # entries about one address stand near each other
def _observable(kind: str, value: str) -> _Observable:
    # The name is canonical JSON of what contributes: one member, no spaces.
    name = f"{kind}--{named_id(_OBSERVABLES, _CONTRIBUTING % value)}"
    text = f',\n{{"type":"{kind}","spec_version":"2.1","id":"{name}","value":{value},'
    return _Observable(name, text)


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
    sentences = [text for those in reasons for one in those for text in (one.en, one.ja)]
    harmless = are_plain([*stretch.values, *stretch.labels, *sentences], "\"\\'")
    return _HARMLESS if harmless else _CAREFUL


def _marks(tlp: str) -> str:
    return f'"object_marking_refs":["{MARKINGS[Tlp(tlp)]}"]'


def _plain_json(text: str) -> str:
    return _json(plain(text))


_word, _marked = Memo(_plain_json).__getitem__, Memo(_marks).__getitem__

_CONTRIBUTING = '{"value":%s}'
_PHASES = (
    '"kill_chain_phases":[{"kill_chain_name":"lockheed-martin-cyber-kill-chain",'
    '"phase_name":"command-and-control"}],'
)

STIX_KINDS = frozenset({SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.DOMAIN, SubjectKind.URL})
"""Subjects that this bundle can say."""
