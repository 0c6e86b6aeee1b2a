"""STIX: valid, deterministic, one indicator per indicator."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import stix2
import stix2validator
from hypothesis import given, settings
from hypothesis import strategies as st
from stix2patterns.validator import run_validator

from noroshi.relay.share import RENDERERS, Edition
from noroshi.spine.model import Endpoint, Subject, SubjectKind, Tlp
from noroshi.testing.findings import HOUR, MADE_AT
from noroshi.testing.hostile import hostile_lists, hostile_texts
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


editions = st.builds(Edition, producer=hostile_texts, at=st.just(HOUR.end))


@settings(max_examples=60, deadline=None)
@given(hostile_lists(), editions)
def test_stix_keeps_one_indicator_per_indicator(made, edition):
    bundle = json.loads(rendered("stix", made, edition))
    told = [o for o in bundle["objects"] if o["type"] == "indicator"]
    assert [o["id"] for o in told] == [f"indicator--{one.id}" for one in made]
    assert len({o["id"] for o in bundle["objects"]}) == len(bundle["objects"])
    for made_object in told:
        assert run_validator(made_object["pattern"], stix_version="2.1") == []


SEVERAL = [
    make_indicator(),
    make_indicator(Subject.endpoint(Endpoint("192.0.2.1", 8080, "tcp"))),
    make_indicator(Subject.endpoint(Endpoint("2001:db8::5", 53, "udp")), tlp=Tlp.AMBER_STRICT),
    make_indicator(Subject.endpoint(Endpoint("192.0.2.3", 0, "gre")), tlp=Tlp.CLEAR),
    make_indicator(Subject.ip("198.51.100.3"), tlp=Tlp.GREEN),
    make_indicator(Subject(SubjectKind.DOMAIN, "c2.example"), tlp=Tlp.RED),
    make_indicator(Subject.ip("198.51.100.9"), revoked=True),
]


@pytest.mark.skipif(
    not any(Path(stix2validator.__file__).parent.glob("schemas-2.1/**/*.json")),
    reason="this stix2-validator came without its schemas (3.3.1 did); 3.2.0 has them",
)
def test_stix_passes_the_oasis_validator():
    result = stix2validator.validate_string(
        rendered("stix", SEVERAL).decode(),
        stix2validator.ValidationOptions(version="2.1", strict=False),
    )
    assert result.is_valid, [str(error) for error in result.errors]


def test_stix_is_understood_by_the_stix2_library():
    bundle = stix2.parse(rendered("stix", SEVERAL).decode(), allow_custom=False)
    counts = {}
    for made in bundle.objects:
        kind = made["type"]
        counts[kind] = counts.get(kind, 0) + 1
    assert counts == {
        "identity": 1,
        "marking-definition": 5,
        "indicator": 7,
        "ipv4-addr": 3,
        "ipv6-addr": 1,
        "domain-name": 1,
        "observed-data": 6,
        "relationship": 6,
    }


def test_observable_ids_are_those_of_the_standard():
    bundle = json.loads(rendered("stix", SEVERAL))
    ids = {
        o["value"]: o["id"] for o in bundle["objects"] if o["type"] in ("ipv4-addr", "ipv6-addr")
    }
    assert ids["198.51.100.3"] == "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"
    assert ids["2001:db8::5"] == stix2.IPv6Address(value="2001:db8::5").id


def test_a_revoked_indicator_is_newer_than_what_it_takes_back():
    later = Edition(producer="Example ISP", at=MADE_AT + timedelta(days=3))
    bundle = json.loads(rendered("stix", [make_indicator(revoked=True)], later))
    (one,) = [o for o in bundle["objects"] if o["type"] == "indicator"]
    assert one["revoked"] is True
    assert (
        one["modified"] > json.loads(rendered("stix", [make_indicator()]))["objects"][2]["modified"]
    )
    assert {o["type"] for o in bundle["objects"]} == {"identity", "marking-definition", "indicator"}


def objects_of(name, indicators):
    told = json.loads(rendered("stix", indicators))["objects"]
    return [one for one in told if name in json.dumps(one)]


@settings(max_examples=30, deadline=None)
@given(hostile_lists())
def test_an_entry_says_the_same_whatever_stands_beside_it(made):
    quiet = make_indicator(Subject.domain("quiet.example"))
    beside = [one for one in made if one.subject != quiet.subject]
    assert objects_of(quiet.id, [quiet, *beside]) == objects_of(quiet.id, [quiet])
