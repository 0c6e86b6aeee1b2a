"""Upstreams: who carries own routes on is a provider, unless the operator knows better."""

import pyarrow as pa

from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.readiness.rpki.analyse.upstreams import upstreams
from noroshi.readiness.rpki.paths import parse_paths

PATHS = parse_paths(
    pa.array(
        [
            "64510 64501 64500",
            "64511 64501 64500 64500",
            "64502 64500 64509",
            "64512 64503 64500",
            "64500 64504",
        ]
    )
)


def test_neighbours_are_counted():
    found = upstreams(PATHS, 64500, {64503: Relation.PEER, 64505: Relation.PROVIDER})
    assert [(one.asn, one.paths, one.onward, one.is_provider) for one in found] == [
        (64501, 2, 2, True), (64502, 1, 0, False), (64503, 1, 1, False), (64505, 0, 0, True),
    ]  # fmt: skip
    assert upstreams(PATHS, 64999, {}) == []
