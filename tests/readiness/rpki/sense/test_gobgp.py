"""GoBGP: answers of GoBGP 3.10."""

import json
from collections import Counter

import pytest

from noroshi.readiness.rpki.sense.gobgp import columns_of_gobgp
from noroshi.spine.model import InputError


def route(*segments, path=True):
    parts = [
        {"segment_type": kind, "num": len(numbers), "asns": numbers} for kind, numbers in segments
    ]
    attributes = [{"type": 1, "value": 2}, {"type": 3, "nexthop": "192.0.2.1"}]
    if path:
        attributes.insert(1, {"type": 2, "as_paths": parts})
    return {"nlri": {"prefix": "x"}, "age": 1, "best": True, "attrs": attributes, "stale": False}


def routes(table):
    refused = Counter()
    prefix, origin = columns_of_gobgp(json.dumps(table).encode(), refused)
    return list(zip(prefix.to_pylist(), origin.to_pylist(), strict=True)), dict(refused)


def test_every_distinct_route_is_read_once():
    table = {
        "192.0.2.0/24": [route((2, [1, 2])), route((2, [3, 2])), route((2, [1]), (1, [4, 5]))],
        "198.51.100.0/24": [route(path=False)],
    }
    wanted = [("192.0.2.0/24", "2"), ("192.0.2.0/24", "{4,5}"), ("198.51.100.0/24", "")]
    assert routes(table) == (wanted, {})


def test_bad_records_are_counted():
    broken = {"attrs": [{"type": 2, "as_paths": [{"segment_type": "x"}]}]}
    assert routes({"192.0.2.0/24": [7, broken, route((2, [1]))]}) == (
        [("192.0.2.0/24", "1")],
        {"bad-record": 2},
    )


@pytest.mark.parametrize("octets", [b"{", b"[]", b'{"a":1}', b'{"a":' + b"[" * 99_999])
def test_other_json_is_refused(octets):
    with pytest.raises(InputError):
        columns_of_gobgp(octets, Counter())
