"""FRR: the table and the JSON of `show bgp` give the same routes."""

import json
from collections import Counter

import pytest

from noroshi.readiness.rpki.sense.frr import (
    columns_of_frr,
    columns_of_frr_json,
    is_frr,
    is_frr_json,
)
from noroshi.readiness.rpki.sense.path import path_text
from noroshi.spine.model import InputError

TABLE = b"""BGP table version is 4, local router ID is 192.0.2.1, vrf id 0
Default local pref 100, local AS 64500
Status codes:  s suppressed, d damped, h history, * valid, > best, = multipath,
               i internal, r RIB-failure, S Stale, R Removed
Origin codes:  i - IGP, e - EGP, ? - incomplete
RPKI validation codes: V valid, I invalid, N Not found

    Network          Next Hop            Metric LocPrf Weight Path
 *> 192.0.2.0/24     198.51.100.1             0             0 64501 64502 i
 *                   198.51.100.2                           0 64503 {64504,64505} i
V*> 198.51.100.0/24  0.0.0.0                  0         32768 i
 *> 2001:db8:1234:5678::/64
                     2001:db8::1              0             0 64501 (65001) 64506 ?

Displayed  3 routes and 4 total paths
"""


def pairs(columns):
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


def test_the_table_reads():
    refused = Counter()
    assert is_frr(TABLE)
    assert pairs(columns_of_frr(TABLE, refused)) == [
        ("192.0.2.0/24", "64502"), ("192.0.2.0/24", "{64504,64505}"), ("198.51.100.0/24", ""),
        ("2001:db8:1234:5678::/64", "64506"),
    ]  # fmt: skip
    paths = pairs(columns_of_frr(TABLE, refused, path_text))
    assert paths[0] == ("192.0.2.0/24", "64501 64502")
    assert not refused


def test_json_reads_and_counts_what_is_broken():
    routes = {
        "192.0.2.0/24": [{"path": "64501 64502"}, {"path": "64501 x"}, {}],
        "2001:db8::/32": [{"path": ""}],
    }
    octets = json.dumps({"vrfId": 0, "routes": routes}).encode()
    refused = Counter()
    assert is_frr_json(octets)
    assert pairs(columns_of_frr_json(octets, refused)) == [
        ("192.0.2.0/24", "64502"),
        ("2001:db8::/32", ""),
    ]
    assert refused == {"bad-path": 1, "bad-record": 1}


@pytest.mark.parametrize(
    ("read", "octets"), [(columns_of_frr, b"BGP table version is 1\n"), (columns_of_frr_json, b"{")]
)
def test_another_form_is_refused(read, octets):
    with pytest.raises(InputError):
        read(octets, Counter())
