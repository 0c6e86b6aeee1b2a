"""A subject is canonical from the moment it exists."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from noroshi.spine.model import (
    Endpoint,
    InputError,
    Subject,
    SubjectKind,
    canonical_address,
    parse_endpoint,
)

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)
PROTOCOLS = st.sampled_from(["tcp", "udp", "icmp", "sctp", "254"])


@given(V4 | V6, st.integers(0, 65535), PROTOCOLS)
def test_an_endpoint_is_read_back_from_its_text(
    address: IPv4Address | IPv6Address, port: int, protocol: str
) -> None:
    endpoint = Endpoint(str(address), port, protocol)
    assert parse_endpoint(str(endpoint)) == endpoint
    assert Subject.endpoint(endpoint).as_endpoint() == endpoint


@given(V6)
def test_every_spelling_of_an_ipv6_address_is_one_subject(address: IPv6Address) -> None:
    assume(address.ipv4_mapped is None)
    spellings = (address.exploded, address.exploded.upper(), f" {address.compressed} ")
    assert {Subject.ip(text) for text in spellings} == {Subject.ip(str(address))}


@given(V4)
def test_an_ipv4_mapped_address_is_the_ipv4_address(address: IPv4Address) -> None:
    assert canonical_address(f"::ffff:{address}") == str(address)
    assert Endpoint(f"::FFFF:{address}", 1, "TCP").ip_version == 4


@given(st.text(max_size=60))
def test_any_text_is_an_endpoint_or_a_plain_refusal(text: str) -> None:
    try:
        endpoint = parse_endpoint(text)
    except InputError:
        return
    assert parse_endpoint(str(endpoint)) == endpoint


def test_rfc5952_text_is_used() -> None:
    assert canonical_address("2001:0DB8:0:0:0:0:0:1") == "2001:db8::1"


def test_ipv6_endpoints_are_written_in_brackets() -> None:
    assert str(Endpoint("2001:db8::1", 443, "TCP")) == "[2001:db8::1]:443/tcp"


@pytest.mark.parametrize("text", ["", "192.0.2.256", "192.0.2.1/24", "example", "::ffff:1.2.3"])
def test_what_is_no_address_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match="is no IPv4 or IPv6 address"):
        canonical_address(text)


def test_an_address_with_a_zone_is_refused() -> None:
    with pytest.raises(InputError, match="without its zone"):
        canonical_address("fe80::1%<b>eth0")


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_out_of_range_is_refused(port: int) -> None:
    with pytest.raises(InputError, match="outside 0-65535"):
        Endpoint("192.0.2.1", port, "tcp")


@pytest.mark.parametrize("text", ["192.0.2.1:443", "192.0.2.1/tcp", "192.0.2.1:https/tcp", ":/"])
def test_an_endpoint_of_another_form_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"192\.0\.2\.1:443/tcp"):
        parse_endpoint(text)


def test_a_subject_of_another_kind_is_no_endpoint() -> None:
    with pytest.raises(InputError, match="is no endpoint"):
        Subject.ip("192.0.2.1").as_endpoint()


def test_machine_output_of_an_endpoint_has_its_parts() -> None:
    subject = Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))
    assert subject.as_dict() == {"address": "192.0.2.1", "port": 443, "protocol": "tcp"}


def test_machine_output_of_another_kind_names_it() -> None:
    subject = Subject(SubjectKind.DOMAIN, "c2.example")
    assert subject.as_dict() == {"kind": "domain", "value": "c2.example"}
    assert str(subject) == "domain c2.example"
