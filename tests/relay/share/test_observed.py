"""Observed: indicators and observables of others, with their marking, confidence and times."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share.observed import MARKED, observed
from noroshi.relay.share.simple_pattern import Refused
from noroshi.spine.model import Subject, Tlp

INDICATOR = {
    "type": "indicator",
    "id": "indicator--1",
    "name": "beacon\nof C2",
    "pattern": "[ipv4-addr:value = '192.0.2.1']",
    "pattern_type": "stix",
    "valid_from": "2026-01-01T09:00:00+09:00",
    "valid_until": "2026-02-01T00:00:00.123456Z",
    "confidence": 70,
}


def test_an_indicator_is_read_whole():
    told = observed(INDICATOR)
    assert told.subjects == (Subject.ip("192.0.2.1"),)
    assert told.label == "beacon of C2"
    assert told.confidence == 70
    assert told.first_seen == datetime(2026, 1, 1, tzinfo=UTC)
    assert told.valid_until == datetime(2026, 2, 1, 0, 0, 0, 123456, tzinfo=UTC)
    assert told.tlp is None


@pytest.mark.parametrize(
    ("kind", "value"), [("ipv6-addr", "2001:db8::1"), ("domain-name", "a.example")]
)
def test_an_observable_is_read(kind, value):
    assert observed({"type": kind, "value": value}).subjects[0].value == value


def test_a_revoked_indicator_names_no_subject():
    told = observed(INDICATOR | {"revoked": True, "pattern": "?"})
    assert told.revoked
    assert told.subjects == ()


def test_the_most_closed_marking_counts():
    names = {tlp: name for name, tlp in MARKED.items()}
    refs = [names[Tlp.GREEN], names[Tlp.RED], {"un": "hashable"}, "marking-definition--x"]
    assert observed(INDICATOR | {"object_marking_refs": refs}).tlp is Tlp.RED


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"type": "malware"}, "other-type"),
        ({"type": None}, "other-type"),
        ({"pattern_type": "snort"}, "other-pattern-language"),
        ({"pattern": 7}, "other-pattern"),
        ({"confidence": 101}, "bad-confidence"),
        ({"valid_from": "yesterday"}, "bad-time"),
        ({"valid_until": 7}, "bad-time"),
    ],
)
def test_what_is_malformed_is_refused(more, reason):
    with pytest.raises(Refused) as raised:
        observed(INDICATOR | more)
    assert raised.value.reason == reason


@given(
    st.dictionaries(
        st.sampled_from([*INDICATOR, "value", "revoked", "object_marking_refs"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=5,
        ),
    )
)
def test_any_object_is_read_or_refused(more):
    try:
        observed(INDICATOR | more)
    except Refused as error:
        assert error.reason  # noqa: PT017  # either outcome is right
