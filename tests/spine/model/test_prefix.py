"""A prefix has one form."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import InputError, Subject, SubjectKind, canonical_prefix


@st.composite
def networks(draw):
    address = draw(st.ip_addresses())
    return ip_network((address, draw(st.integers(0, address.max_prefixlen))), strict=False)


@given(networks())
def test_a_prefix_is_read_back_from_its_text(network):
    text = canonical_prefix(f" {network.network_address.exploded.upper()}/{network.prefixlen} ")
    assert canonical_prefix(text) == text


@given(st.text(max_size=50))
def test_any_text_is_a_prefix_or_a_plain_refusal(text):
    try:
        assert canonical_prefix(canonical_prefix(text)) == canonical_prefix(text)
    except InputError:
        return


def test_a_mapped_prefix_is_the_ipv4_prefix():
    assert canonical_prefix("::ffff:192.0.2.0/120") == "192.0.2.0/24"


@pytest.mark.parametrize(
    "text",
    ["", "192.0.2.0", "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/255.255.255.0", "2001:db8::/129",
     "fe80::%eth0/64", "192.0.2.0/-1", "192.0.2.0/２４", "a/8"],
)  # fmt: skip
def test_what_is_no_prefix_is_refused_with_an_example(text):
    with pytest.raises(InputError, match=r"write 192\.0\.2\.0/24"):
        canonical_prefix(text)


def test_the_subject_of_a_prefix_is_canonical():
    assert Subject.prefix("2001:DB8::/32") == Subject(SubjectKind.PREFIX, "2001:db8::/32")
