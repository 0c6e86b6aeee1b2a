"""STIX 2.1 bundle (OASIS Standard, June 2021), streamed object by object.

Per indicator that holds: the `indicator` with its pattern, the address as a cyber-observable, an
`observed-data` with the times it was seen, and the relationship between them. A revoked indicator
comes alone. Ids are UUIDv5, so the same list gives the same octets.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID, uuid5

import msgspec

from noroshi.relay.share.pattern import OBSERVABLE, observable_value, pattern
from noroshi.relay.share.plain import is_readable, plain
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.tlp import MARKINGS, marking
from noroshi.spine.model import Indicator, SubjectKind, rfc3339

Object = dict[str, object]

OBSERVABLES = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace of cyber-observable ids (STIX 2.1 section 2.9)."""

OBJECTS = UUID("9d2f0d4e-8f2b-5a6e-b0a7-3c1f7a5e6d42")
"""Namespace of the ids of our own objects."""

EPOCH = "2026-01-01T00:00:00.000Z"
"""Creation time of the producer's identity: fixed, so that every edition agrees."""


def as_stix(indicators: Iterable[Indicator], edition: Edition) -> Iterator[bytes]:
    """One bundle; its first chunk opens it, its last closes it."""
    encode = msgspec.json.Encoder().encode
    identity = identity_object(edition.producer)
    yield b'{"type":"bundle","id":' + encode(_bundle_id(edition)) + b',"objects":[\n'
    yield encode(identity)
    told: set[str] = set()
    for indicator in indicators:
        if indicator.subject.kind not in STIX_KINDS or not is_readable(indicator.subject):
            continue
        for made in _objects(indicator, str(identity["id"]), edition.at):
            name = str(made["id"])
            # Two ports of one address share its observable; markings come once.
            if made["type"] in _SHARED:
                if name in told:
                    continue
                told.add(name)
            yield b",\n" + encode(made)
    yield b"\n]}\n"


_SHARED = frozenset({"marking-definition", *OBSERVABLE.values(), "ipv6-addr"})


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


def indicator_object(
    indicator: Indicator, *, indicator_id: str, producer_id: str, created: str, modified: str
) -> Object:
    """One version of an indicator, for places that keep versions.

    Args:
        indicator: What it says.
        indicator_id: Its id, which asking the indicator would compute anew.
        producer_id: STIX id of who says it.
        created: Moment of its first version, RFC 3339 text.
        modified: Moment of this one.
    """
    return _indicator(indicator, indicator_id) | {
        "spec_version": "2.1",
        "created_by_ref": producer_id,
        "created": created,
        "modified": modified,
        "object_marking_refs": [MARKINGS[indicator.tlp]],
    }


def _objects(indicator: Indicator, producer_id: str, at: datetime) -> Iterator[Object]:
    mark = marking(indicator.tlp)
    common: Object = {
        "spec_version": "2.1",
        "created_by_ref": producer_id,
        "created": rfc3339(indicator.first_seen),
        "modified": rfc3339(
            max(indicator.last_seen, at if indicator.revoked else indicator.last_seen)
        ),
        "object_marking_refs": [mark["id"]],
    }
    main = _indicator(indicator, indicator.id) | common
    yield mark
    yield main
    if indicator.revoked:
        return
    seen = _observable(indicator) | {"object_marking_refs": [mark["id"]]}
    data = _observed(indicator, str(seen["id"])) | common
    yield seen
    yield data
    yield _based_on(str(main["id"]), str(data["id"])) | common


def _indicator(indicator: Indicator, indicator_id: str) -> Object:
    value = plain(indicator.subject.value)
    made: Object = {
        "type": "indicator",
        "id": f"indicator--{indicator_id}",
        "name": f"{plain(indicator.label)} {value}",
        "indicator_types": ["malicious-activity"],
        "pattern": pattern(indicator.subject),
        "pattern_type": "stix",
        "pattern_version": "2.1",
        "valid_from": rfc3339(indicator.valid_from),
        "valid_until": rfc3339(indicator.valid_until),
        "confidence": indicator.confidence,
        "labels": [plain(indicator.kind), plain(indicator.label)],
        "revoked": indicator.revoked,
    }
    if indicator.reasons:
        sentences = [text for reason in indicator.reasons for text in (reason.en, reason.ja)]
        made["description"] = "\n".join(plain(text) for text in sentences)
    if indicator.kind == "c2-server":
        made["kill_chain_phases"] = [
            {
                "kill_chain_name": "lockheed-martin-cyber-kill-chain",
                "phase_name": "command-and-control",
            }
        ]
    return made


def _observable(indicator: Indicator) -> Object:
    kind, value = observable_value(indicator.subject)
    contributing = msgspec.json.encode({"value": value})  # canonical JSON: one member, no spaces
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid5(OBSERVABLES, contributing.decode())}",
        "value": value,
    }


def _observed(indicator: Indicator, observable_id: str) -> Object:
    """When it was seen. `number_observed` counts this one statement, never subscribers."""
    name = f"observed|{indicator.id}|{rfc3339(indicator.first_seen)}"
    return {
        "type": "observed-data",
        "id": f"observed-data--{uuid5(OBJECTS, name)}",
        "first_observed": rfc3339(indicator.first_seen),
        "last_observed": rfc3339(indicator.last_seen),
        "number_observed": 1,
        "object_refs": [observable_id],
    }


def _based_on(indicator_id: str, observed_id: str) -> Object:
    return {
        "type": "relationship",
        "id": f"relationship--{uuid5(OBJECTS, f'{indicator_id}|based-on|{observed_id}')}",
        "relationship_type": "based-on",
        "source_ref": indicator_id,
        "target_ref": observed_id,
    }


STIX_KINDS = frozenset({SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.DOMAIN, SubjectKind.URL})
"""Subjects that this bundle can say."""
