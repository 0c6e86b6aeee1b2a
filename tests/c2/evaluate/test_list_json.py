"""Lists in JSON: addresses out of STIX and MISP, whatever else stands in them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.evaluate.list_json import entries_of_json
from noroshi.c2.evaluate.lists import parse_list
from noroshi.relay.share import RENDERERS, Edition
from noroshi.spine.model import Endpoint, InputError, Subject
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator


def entries(document):
    return list(entries_of_json(json.dumps(document).encode(), "x")[1])


def test_a_pattern_with_several_addresses_gives_several_entries():
    pattern = "[ipv4-addr:value = '192.0.2.1' OR ipv6-addr:value = '2001:db8::1']"
    found = entries({"type": "bundle", "objects": [{"type": "indicator", "pattern": pattern}]})
    assert [cells["text"] for cells in found] == ["192.0.2.1", "2001:db8::1"]


def test_deleted_attributes_are_left_out():
    attributes = [
        {"type": "ip-dst", "value": "192.0.2.1", "deleted": True},
        {"type": "ip-src", "value": "192.0.2.2"},
    ]
    found = entries({"response": [{"Event": {"Attribute": attributes}}]})
    assert [cells["text"] for cells in found] == ["192.0.2.2"]


@pytest.mark.parametrize("stamp", ["x", "1e400", "9" * 40, None, -(10**30)])
def test_an_absurd_timestamp_is_no_time(stamp):
    event = {"Event": {"Attribute": [{"type": "ip-dst", "value": "192.0.2.1", "timestamp": stamp}]}}
    assert entries(event)[0]["first"] == ""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "objects", "pattern", "Event", "Attribute", "Object", "value"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(
    st.dictionaries(
        st.sampled_from(["type", "objects", "response", "Event"]),
        json_values | st.just("bundle"),
        max_size=4,
    )
)
def test_any_json_is_read_or_told(document):
    try:
        found = entries(document)
    except InputError:
        return
    assert all(isinstance(value, str) for cells in found for value in cells.values())


@given(
    st.lists(
        st.builds(Endpoint, st.ip_addresses().map(str), st.integers(1, 65535), st.just("tcp")),
        max_size=5,
        unique=True,
    ),
    st.sampled_from(["stix", "csv"]),
)
def test_our_own_lists_are_read_back(endpoints, name):
    made = [make_indicator(Subject.endpoint(endpoint)) for endpoint in endpoints]
    data = b"".join(RENDERERS[name].render(made, Edition(producer="x", at=HOUR.end)))
    found = parse_list(data, "own")
    assert [one.subject for one in found.observations] == [one.subject for one in made]
    assert all(one.first_seen == HOUR.start for one in found.observations)
