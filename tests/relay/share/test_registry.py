"""Renderers: no value, however hostile, changes what the consumer counts."""

import csv
import io
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
from noroshi.relay.share.plain import LONGEST, plain
from noroshi.relay.share.table import COLUMNS
from noroshi.spine.model import Endpoint, Indicator, Subject, SubjectKind, Text, Tlp
from noroshi.testing.findings import HOUR, MADE_AT

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def indicator(subject=None, **changes):
    values = {
        "subject": subject or Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")),
        "kind": "c2-server",
        "label": "c2-http-beacon",
        "confidence": 91,
        "valid_from": HOUR.start,
        "valid_until": HOUR.end + timedelta(days=14),
        "tlp": Tlp.AMBER,
        "reasons": (Text(ja="規則的な接続です。", en="Contacts are regular."),),
        "first_seen": HOUR.start,
        "last_seen": HOUR.end,
    }
    return Indicator(**(values | changes))


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


# Surrogates cannot stand in a subject: its id is made of UTF-8.
hostile = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    [
        '=HYPERLINK("http://example","x")',
        "@SUM(1)",
        "\t=1+1",
        "＝1+1",
        'a"\r\nb,c\n',
        "x'] OR [ipv4-addr:value = '192.0.2.9",
        "\\' OR \\",
        "\u2028\x85\x0b\x0c\x1c",
        "\u202e\ufeff",
        '"}\n{"id":1',
        "a" * 5_000,
    ]
)
subjects = st.one_of(
    st.builds(Endpoint, st.ip_addresses().map(str), st.integers(0, 65535), hostile).map(
        Subject.endpoint
    ),
    st.ip_addresses().map(lambda address: Subject.ip(str(address))),
    st.builds(Subject, st.sampled_from([SubjectKind.DOMAIN, SubjectKind.URL]), hostile),
).filter(lambda subject: subject.kind is not SubjectKind.ENDPOINT or _is_endpoint(subject))
texts = st.builds(Text, ja=hostile, en=hostile)
indicators = st.builds(
    indicator,
    subjects,
    kind=hostile,
    label=hostile,
    reasons=st.lists(texts, max_size=3).map(tuple),
    tlp=st.sampled_from(Tlp),
    revoked=st.booleans(),
)
lists = st.lists(indicators, max_size=5, unique_by=lambda one: one.id)
editions = st.builds(Edition, producer=hostile, at=st.just(HOUR.end))


def _is_endpoint(subject):
    try:
        subject.as_endpoint()
    except Exception:  # noqa: BLE001  # a hostile protocol keyword makes no endpoint
        return False
    return True


@given(lists, editions)
def test_csv_keeps_one_line_and_one_row_per_indicator(made, edition):
    text = rendered("csv", made, edition).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(text.splitlines()) == len(made) + 1
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[0] for row in rows[1:]] == [one.id for one in made]


@given(lists, editions)
def test_no_csv_cell_is_a_formula(made, edition):
    for row in csv.reader(io.StringIO(rendered("csv", made, edition).decode())):
        assert not any(
            cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in row
        )


@given(lists, editions)
def test_jsonl_keeps_one_object_per_indicator(made, edition):
    text = rendered("jsonl", made, edition).decode()
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["id"] for row in rows] == [one.id for one in made]


@settings(max_examples=60, deadline=None)
@given(lists, editions)
def test_stix_keeps_one_indicator_per_indicator(made, edition):
    bundle = json.loads(rendered("stix", made, edition))
    told = [o for o in bundle["objects"] if o["type"] == "indicator"]
    assert [o["id"] for o in told] == [f"indicator--{one.id}" for one in made]
    assert len({o["id"] for o in bundle["objects"]}) == len(bundle["objects"])
    for made_object in told:
        assert run_validator(made_object["pattern"], stix_version="2.1") == []


SEVERAL = [
    indicator(),
    indicator(Subject.endpoint(Endpoint("192.0.2.1", 8080, "tcp"))),
    indicator(Subject.endpoint(Endpoint("2001:db8::5", 53, "udp")), tlp=Tlp.AMBER_STRICT),
    indicator(Subject.endpoint(Endpoint("192.0.2.3", 0, "gre")), tlp=Tlp.CLEAR),
    indicator(Subject.ip("198.51.100.3"), tlp=Tlp.GREEN),
    indicator(Subject(SubjectKind.DOMAIN, "c2.example"), tlp=Tlp.RED),
    indicator(Subject.ip("198.51.100.9"), revoked=True),
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


def test_the_pattern_names_address_port_and_protocol():
    bundle = json.loads(rendered("stix", [indicator()]))
    (one,) = [o for o in bundle["objects"] if o["type"] == "indicator"]
    assert one["pattern"] == (
        "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = "
        "'192.0.2.1' AND network-traffic:dst_port = 443 AND network-traffic:protocols[*] = 'tcp']"
    )
    assert (one["confidence"], one["valid_until"]) == (91, "2026-01-15T01:00:00.000Z")
    assert (one["name"], one["indicator_types"]) == (
        "c2-http-beacon 192.0.2.1:443/tcp",
        ["malicious-activity"],
    )
    assert one["created_by_ref"].startswith("identity--")


def test_the_marking_is_tlp_two():
    bundle = json.loads(rendered("stix", [indicator(tlp=Tlp.AMBER_STRICT)]))
    (mark,) = [o for o in bundle["objects"] if o["type"] == "marking-definition"]
    assert next(iter(mark["extensions"].values()))["tlp_2_0"] == "amber+strict"
    assert all(
        o["object_marking_refs"] == [mark["id"]]
        for o in bundle["objects"]
        if o["type"] not in ("identity", "marking-definition")
    )


def test_a_revoked_indicator_is_newer_than_what_it_takes_back():
    later = Edition(producer="Example ISP", at=MADE_AT + timedelta(days=3))
    bundle = json.loads(rendered("stix", [indicator(revoked=True)], later))
    (one,) = [o for o in bundle["objects"] if o["type"] == "indicator"]
    assert one["revoked"] is True
    assert one["modified"] > json.loads(rendered("stix", [indicator()]))["objects"][2]["modified"]
    assert {o["type"] for o in bundle["objects"]} == {"identity", "marking-definition", "indicator"}


@pytest.mark.parametrize("name", RENDERERS)
def test_the_same_list_gives_the_same_octets(name):
    assert rendered(name, SEVERAL) == rendered(name, SEVERAL)


@pytest.mark.parametrize("name", RENDERERS)
def test_an_empty_list_is_well_formed(name):
    text = rendered(name, []).decode()
    assert {"csv": 1, "jsonl": 0, "stix": 3}[name] == len(text.splitlines())


@pytest.mark.parametrize("name", RENDERERS)
def test_a_list_streams(name):
    def endless():
        port = 0
        while True:
            port = port % 65535 + 1
            yield indicator(Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")))

    chunks = RENDERERS[name].render(endless(), EDITION)
    assert len([next(chunks) for _ in range(1_000)]) == 1_000


@given(st.text())
def test_plain_text_is_one_bounded_line_that_can_be_written(text):
    flat = plain(text)
    assert len(flat.splitlines()) <= 1
    assert len(flat) <= LONGEST
    flat.encode()
