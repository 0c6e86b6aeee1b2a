"""Networks: whose an address is; what the table does not name counts as one."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.networks import Networks, parse_networks
from noroshi.spine.model import InputError

TABLE = b"prefix,asn,isp\n198.51.100.0/24,64500,a\n203.0.113.0/25,64501,a\n"


def test_addresses_find_their_as_and_isp():
    addresses = np.array([0xC6336401, 0xCB007101, 0xCB0071FF, 0])
    systems, isps = parse_networks(TABLE).of(addresses)
    assert systems.tolist() == [1, 2, 0, 0]
    assert isps.tolist() == [1, 1, 0, 0]


def test_without_a_table_all_are_one():
    systems, isps = Networks().of(np.array([1, 2]))
    assert (systems.tolist(), isps.tolist()) == ([0, 0], [0, 0])


@pytest.mark.parametrize(
    "table",
    [b"", b"a,b,c\n", TABLE + b"198.51.100.128/25,1,b\n", TABLE + b"x,1,b\n", TABLE + b"192.0.2.0/24,1\n"],
)  # fmt: skip
def test_a_wrong_table_is_refused(table):
    with pytest.raises(InputError, match="table"):
        parse_networks(table)


@given(st.binary(max_size=200))
def test_any_octets_are_a_table_or_refused(octets):
    with contextlib.suppress(InputError):
        parse_networks(b"prefix,asn,isp\n" + octets)
