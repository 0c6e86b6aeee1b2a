from ipaddress import ip_address, ip_network

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import (
    Addresses,
    distinct_addresses,
    format_addresses,
    members,
    parse_addresses,
    parse_networks,
)
from noroshi.spine.model import ConfigError
from noroshi.spine.model.address import MAPPED, halves


def pair_of(text):
    """The standard library's view, strict as ours has to be."""
    address = ip_address(text)
    return halves(int(address) | (MAPPED if address.version == 4 else 0))


ADDRESSES = st.lists(st.ip_addresses(), max_size=40)
NONSENSE = ["", " ", "192.0.2", "192.0.2.256", "192.0.2.01", "192.0.2.1.", "1.2.3.4.5", "host.example", "00:00:00:00:00:00", "2001:db8::1::", ":1", "1:", "1:2:3:4:5:6:7:8:9", "12345::", "fe80::1%eth0", "::ffff:192.0.2.300", ":::", "g::", "1:2:3:4:5:6:7::8:9"]  # fmt: skip


def column(addresses):
    pairs = [pair_of(str(a)) for a in addresses]
    return Addresses(
        np.array([p[0] for p in pairs], np.int64), np.array([p[1] for p in pairs], np.int64)
    )


@given(ADDRESSES)
def test_parsing_gives_the_halves_of_the_standard_library(addresses):
    found, known = parse_addresses(pa.array([str(a) for a in addresses], pa.string()))
    wanted = column(addresses)
    assert known.all()
    assert (found.hi == wanted.hi).all()
    assert (found.lo == wanted.lo).all()


@given(st.lists(st.ip_addresses(v=6), max_size=20))
def test_long_and_upper_case_forms_are_the_same_address(addresses):
    long, _ = parse_addresses(pa.array([a.exploded.upper() for a in addresses], pa.string()))
    assert (long.lo == column(addresses).lo).all()


@given(
    st.lists(
        st.one_of(st.text(max_size=60), st.text("0123456789abcdef.:%/", max_size=45)), max_size=40
    )
)
def test_what_is_no_address_is_never_taken_for_one(texts):
    found, known = parse_addresses(pa.array(texts, pa.string()))
    for text, is_known, hi, lo in zip(texts, known, found.hi, found.lo, strict=True):
        try:
            wanted = pair_of(text) if "%" not in text else None
        except ValueError:
            wanted = None
        assert is_known == (wanted is not None)
        assert (hi, lo) == (wanted or (0, 0))


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused(text):
    _, known = parse_addresses(pa.array([text, "192.0.2.1", None]))
    assert known.tolist() == [False, True, False]


def test_dotted_tails_are_read():
    found, known = parse_addresses(pa.array(["::ffff:192.0.2.1", "64:ff9b::192.0.2.33"]))
    assert known.all()
    assert format_addresses(found).to_pylist() == ["192.0.2.1", "64:ff9b::c000:221"]


@given(ADDRESSES)
def test_text_comes_back(addresses):
    plain = [a for a in addresses if a.version == 4 or a.ipv4_mapped is None]
    assert format_addresses(column(plain)).to_pylist() == [str(a) for a in plain]


@given(ADDRESSES)
def test_distinct_addresses_rebuild_the_column(addresses):
    given_ = column(addresses + addresses)
    seen, back = distinct_addresses(given_)
    assert len(seen) == len({pair_of(str(a)) for a in addresses})
    assert (seen.hi[back] == given_.hi).all()
    assert (seen.lo[back] == given_.lo).all()


@given(ADDRESSES, st.ip_addresses(), st.integers(0, 128))
def test_members_agree_with_the_standard_library(addresses, network, prefix):
    net = ip_network((network, min(prefix, network.max_prefixlen)), strict=False)
    same = [a for a in addresses if a.version == net.version] + [network]
    assert (members(column(same), parse_networks([str(net)])) >= 0).tolist() == [
        a in net for a in same
    ]


def test_ranges_inside_others_are_left_out():
    assert (
        len(parse_networks(["100.64.0.0/10", "100.64.1.0/24", "2001:db8::/32", "100.64.0.0/10"]))
        == 2
    )


def test_a_wrong_range_says_how_to_write_one():
    with pytest.raises(ConfigError, match=r"192\.0\.2\.0/24"):
        parse_networks(["192.0.2.0/33"])


def test_an_empty_column_is_empty():
    found, known = parse_addresses(pa.chunked_array([], pa.string()))
    assert len(found) == len(known) == 0
    assert ip_address("::") == ip_address(
        format_addresses(Addresses(np.zeros(1, np.int64), np.zeros(1, np.int64)))[0].as_py()
    )
