"""Octets: the same numbers as the standard library reads, and zeros outside."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.octets import Octets


@given(st.binary(min_size=1, max_size=40), st.integers(0, 39), st.integers(1, 8))
def test_unaligned_numbers_of_any_width(data, at, width):
    at = min(at, len(data))
    wanted = int.from_bytes((data + bytes(64))[at : at + width])
    signed = wanted - (1 << 64) if wanted >> 63 else wanted
    assert Octets(data).unsigned(np.array([at]), width).tolist() == [signed]


@given(st.binary(max_size=20), st.integers(-(2**62), 2**62))
def test_offsets_of_an_attacker_stay_inside(data, at):
    octets = Octets(data)
    for read in (octets.u8, octets.u16, octets.u32, octets.i64):
        assert len(read(np.array([at]))) == 1
    if at >= len(data):
        assert octets.i64(np.array([at])).tolist() == [0]


def test_slices_give_the_octets_themselves():
    assert Octets(b"abcdef").slices(np.array([1, 4]), np.array([2, 0])) == [b"bc", b""]
