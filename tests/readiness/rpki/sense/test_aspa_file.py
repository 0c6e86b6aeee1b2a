"""ASPA file: both validators' forms, and bad records counted."""

import json

from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.aspa_file import parse_aspa_octets


def test_both_validators_forms_are_read_and_bad_records_counted():
    records = [
        {"customer_asid": 64500, "expires": 1, "providers": [64502, 64501]},
        {"customer": "AS64510", "providers": ["AS64511"], "ta": "x"},
        {"customer": "AS64520", "providers": []},
        {"customer": "x", "providers": [1]},
        {"customer": 2**32, "providers": [1]},
        "nonsense",
    ]
    found, refused = parse_aspa_octets(json.dumps({"aspas": records}).encode())
    assert found == {64500: (64501, 64502), 64510: (64511,)}
    assert refused == 4


@given(st.binary(max_size=100))
def test_any_octets_give_nothing_or_something(octets):
    assert parse_aspa_octets(octets)[1] >= 0
