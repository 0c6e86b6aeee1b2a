"""Ranges: membership equals brute force; a list that is wrong anywhere is refused whole."""

import contextlib
from ipaddress import ip_network

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.ranges import Ranges, parse_list
from noroshi.spine.model import InputError

NETWORKS = st.lists(
    st.tuples(st.integers(0, 1023), st.integers(24, 32)).map(
        lambda one: ip_network((0xC6336400 + one[0], one[1]), strict=False)
    ),
    max_size=8,
)


@given(NETWORKS)
def test_membership_and_numbers_equal_brute_force(networks):
    ranges = Ranges(networks)
    near = range(0xC6336400 - 2, 0xC6336400 + 1300)
    members = [a for a in near if any(a in range(int(n[0]), int(n[-1]) + 1) for n in networks)]
    assert np.array(near)[ranges.hold(np.array(near))].tolist() == members
    assert len(ranges) == len(members)
    if members:
        assert ranges.number_of(np.array(members)).tolist() == list(range(len(members)))


def test_a_list_takes_addresses_prefixes_and_comments():
    found = parse_list(b"# out\n198.51.100.1\n\n203.0.113.0/24 # all\n2001:db8::/32\n", name="x")
    assert [str(one) for one in found] == ["198.51.100.1/32", "203.0.113.0/24", "2001:db8::/32"]


@pytest.mark.parametrize("line", [b"198.51.100.1/24", b"example.org", b"\xff\xfe", b"1.2.3"])
def test_one_wrong_line_refuses_the_list(line):
    with pytest.raises(InputError, match="line 2"):
        parse_list(b"198.51.100.1\n" + line, name="x")


@given(st.binary(max_size=300))
def test_any_octets_are_a_list_or_refused(octets):
    with contextlib.suppress(InputError):
        parse_list(octets, name="x")
