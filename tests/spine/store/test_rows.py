"""Rows: values return as they were put in."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.model import (
    Detector,
    Endpoint,
    Evidence,
    Finding,
    Subject,
    Text,
    Window,
)
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT

KIND = "c2-server"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def begun(store):
    return store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


numbers = st.floats(allow_nan=False)


texts = st.builds(Text, ja=words, en=words)


moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001  # as above
    timezones=st.sampled_from([timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))]),
)


windows = st.tuples(moments, moments).map(lambda pair: Window(min(pair), max(pair)))


terms = st.builds(
    Evidence,
    code=words,
    value=numbers,
    unit=words,
    baseline=st.none() | numbers,
    weight=numbers,
    text=texts,
    source=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)


endpoints = st.builds(
    Endpoint,
    address=st.ip_addresses().map(str),
    port=st.integers(0, 65535),
    protocol=st.sampled_from(["tcp", "udp"]),
)


any_findings = st.builds(
    Finding,
    kind=st.just(KIND),
    subject=endpoints.map(Subject.endpoint),
    score=st.floats(0, 1),
    label=words,
    window=windows,
    clients=st.none() | st.integers(0, 2**60),
    evidence=st.lists(terms, min_size=1, max_size=4).map(tuple),
    counterfactual=texts,
    detector=st.builds(Detector, name=words, version=words, parameters=words),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(any_findings)
def test_a_finding_returns_as_it_was_put_in(store, finding):
    store.replace_findings(begun(store), [finding], kind=KIND, window=finding.window)
    assert store.finding(finding.id) == finding
