from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import InputError, address_halves, address_text, canonical_address


@given(st.ip_addresses().map(str))
def test_an_address_comes_back_in_its_one_spelling(text):
    assert address_text(*address_halves(text)) == canonical_address(text)


@given(st.ip_addresses(v=4))
def test_v4_is_mapped_so_its_high_half_is_zero(address):
    assert address_halves(str(address)) == (0, 0xFFFF << 32 | int(address))


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_halves_are_signed_and_reversible(hi, lo):
    assert address_halves(address_text(hi, lo)) == (hi, lo)


def test_both_spellings_of_a_mapped_address_are_one():
    v4 = str(IPv4Address("192.0.2.1"))
    assert address_halves(f"::ffff:{v4}") == address_halves(v4)


@pytest.mark.parametrize("text", ["", "c2.example", "192.0.2.256", "fe80::1%eth0", "2001:db8::g"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(InputError):
        address_halves(text)
