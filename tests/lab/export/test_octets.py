"""Octets: rows land where they should, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab.columns import Ends
from noroshi.lab.export.octets import narrow, rows, scatter, v4_address, v6_address
from noroshi.lab.ground import MAPPED


@settings(max_examples=60, deadline=None)
@given(gaps=st.lists(st.integers(0, 9), max_size=20))
def test_scattered_rows_fill_their_places_only(gaps):
    table = rows([("a", ">u4"), ("b", "u1")], len(gaps))
    table["a"], table["b"] = 0x01020304, 5
    offsets = np.cumsum(np.array(gaps, dtype=np.int64) + 5) - 5
    buffer = np.zeros(int(sum(gaps)) + 5 * len(gaps) + 3, dtype=np.uint8)
    scatter(buffer, offsets, table)
    expected = bytearray(len(buffer))
    for offset in offsets.tolist():
        expected[offset : offset + 5] = bytes([1, 2, 3, 4, 5])
    assert bytes(buffer) == bytes(expected)


def test_a_row_beyond_the_buffer_is_refused():
    with pytest.raises(ValueError, match="beyond the buffer"):
        scatter(np.zeros(9, np.uint8), np.array([5]), rows([("a", "V5")], 1))


@given(high=st.integers(-(2**63), 2**63 - 1), low=st.integers(-(2**63), 2**63 - 1))
def test_ipv6_halves_become_16_octets(high, low):
    ends = Ends(hi=np.array([high]), lo=np.array([low]), port=np.zeros(1, np.uint16))
    expected = (high % 2**64 << 64 | low % 2**64).to_bytes(16, "big")
    assert bytes(v6_address(ends)[0]) == expected


@given(address=st.integers(0, 2**32 - 1))
def test_mapped_halves_become_ipv4(address):
    ends = Ends(hi=np.array([0]), lo=np.array([MAPPED | address]), port=np.zeros(1, np.uint16))
    assert v4_address(ends).tolist() == [address]


def test_narrow_lets_32_bits_through_and_no_more():
    assert narrow(np.array([2**32 - 1]), "x").tolist() == [2**32 - 1]
    with pytest.raises(ValueError, match="the octet counter does not fit"):
        narrow(np.array([2**32]), "the octet counter")
