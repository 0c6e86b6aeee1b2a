"""Checks of a scope: every wrong value is refused, and the message names its place."""

from ipaddress import ip_network

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.scope import Scope, check_scope
from noroshi.iot.scope.special import SPECIAL, overlapping
from noroshi.spine.model import InputError


def refused(scope):
    with pytest.raises(InputError) as error:
        check_scope(scope)
    return str(error.value)


def test_a_whole_scope_passes(make_scope):
    check_scope(make_scope())


PUBLIC = {"lab": False, "sources": ["11.0.0.1"], "prefixes": ["12.0.0.0/16"]}


def test_public_ranges_pass_outside_the_lab(make_scope):
    check_scope(make_scope(**PUBLIC))


@pytest.mark.parametrize(
    ("place", "values"),
    [
        ("id", ["", "A", "a b", "../x"]),
        ("catalogue", [0, 2]),
        ("authority__legal_basis", ["", " x", "a\nb", "x" * 501]),
        ("authority__body", [""]),
        ("authority__person", [""]),
        ("authority__contact", ["nobody", "http://plain.example", "https://x.example/{own}"]),
        ("valid__start", ["2026-11-01T00:00:00+09:00", "2026-12-01T00:00:00Z"]),
        ("valid__end", ["2026-11-01T00:00:00", "2028-01-01T00:00:00Z"]),
        ("prefixes", [[], ["198.51.100.0/24", "198.51.100.128/25"], ["198.51.100.1/24"], ["x"]]),
        ("prefixes", [["198.51.100.0"], ["2001:DB8::/32"], ["2001:db8::/32"], ["0.0.0.0/0"]]),
        ("sources", [[], ["192.0.2.10", "192.0.2.10"], ["192.0.2.0/24"], ["2001:DB8::1"]]),
        ("probes", [[], [{"probe": "exploit", "ports": [80]}], [{"probe": "ftp", "ports": [80]}]]),
        ("probes", [[{"probe": "ftp", "ports": []}], [{"probe": "http", "ports": [8080, 80]}]]),
        ("probes", [[{"probe": "ftp", "ports": [21]}, {"probe": "ftp", "ports": [2121]}]]),
        ("caps__global_pps", [0, 100_001]),
        ("caps__per_24_pps", [0, 101]),
        ("caps__per_as_pps", [0, 101]),
        ("caps__per_isp_pps", [0, 101]),
        ("hours__start", ["9:00", "25:00", "22:00"]),
        ("hours__utc_offset", ["JST", "+9"]),
        ("exclusions", [[{"name": "", "sha256": "0" * 64}], [{"name": "x", "sha256": "no"}]]),
        ("exclusions", [[{"name": "x", "sha256": "0" * 64}] * 2]),
        ("retention_days", [0, 3651]),
    ],
)
def test_a_wrong_value_is_refused_by_its_place(make_scope, place, values):
    for value in values:
        assert "scope: " in refused(make_scope(**{place: value})), value


@pytest.mark.parametrize("special", SPECIAL, ids=str)
def test_no_special_range_is_public(make_scope, special):
    source = "11.0.0.1" if special.version == 4 else "2400::1"
    told = refused(make_scope(lab=False, sources=[source], prefixes=[str(special)]))
    assert "special-purpose" in told or "nobody may ask" in told


@pytest.mark.parametrize("prefix", ["8.0.0.0/5", "192.0.0.0/22", "2000::/15", "0.0.0.0/0", "::/0"])
def test_a_range_around_a_special_one_is_refused_too(make_scope, prefix):
    refused(make_scope(lab=False, sources=["11.0.0.1", "2400::1"], prefixes=[prefix]))


def test_a_lab_asks_no_public_address(make_scope):
    assert "a lab holds made networks only" in refused(make_scope(prefixes=["12.0.0.0/24"]))


@pytest.mark.parametrize("prefix", ["224.0.0.0/24", "255.255.255.255/32", "0.0.0.0/32"])
def test_a_lab_asks_no_group_and_nobody(make_scope, prefix):
    assert "nobody may ask" in refused(make_scope(prefixes=[prefix]))


@given(st.ip_addresses(v=4), st.integers(0, 32))
def test_no_accepted_prefix_holds_a_special_address(address, length):
    network = ip_network((int(address) >> (32 - length) << (32 - length), length))
    fields = {
        "id": "any", "authority": {"legal_basis": "a", "body": "b", "person": "c",
        "contact": "a@b.example"}, "valid": {"start": "2026-11-01T00:00:00Z",
        "end": "2026-12-01T00:00:00Z"}, "sources": ["11.0.0.1"], "prefixes": [str(network)],
        "probes": [{"probe": "ftp", "ports": [21]}], "retention_days": 1,
    }  # fmt: skip
    try:
        check_scope(msgspec.convert(fields, Scope))
    except InputError:
        assert overlapping(network, SPECIAL)
    else:
        assert not overlapping(network, SPECIAL)
