"""Address: text and halves are the same address; IPv4 is mapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import InputError, address_halves, address_text, canonical_address
from noroshi.spine.model.address import halves


@given(st.ip_addresses())
def test_text_comes_back_canonically(address):
    assert address_text(*address_halves(str(address))) == canonical_address(str(address))


@given(st.integers(0, 2**128 - 1))
def test_halves_are_signed_and_lose_nothing(number):
    high, low = halves(number)
    assert min(high, low) >= -(2**63)
    assert max(high, low) < 2**63
    assert (high % 2**64) << 64 | low % 2**64 == number


def test_ipv4_lies_in_the_mapped_range():
    assert address_halves("192.0.2.1") == (0, 0xFFFF_C000_0201)


def test_what_is_no_address_is_refused():
    with pytest.raises(InputError):
        address_halves("host.example")
