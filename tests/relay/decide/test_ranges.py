"""Ranges: the same as asking every network."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide.ranges import Ranges, network_of, span_of
from noroshi.spine.model import Endpoint, Subject, SubjectKind

NETWORKS = st.builds(
    lambda base, length: ip_network((base << 24, length), strict=False),
    st.integers(0, 255),
    st.integers(4, 32),
)


@given(st.lists(NETWORKS, max_size=8), NETWORKS)
def test_a_prefix_touches_what_it_overlaps(networks, asked):
    span = span_of(Subject(SubjectKind.PREFIX, str(asked)))
    assert Ranges.of(networks).touch(span) == any(one.overlaps(asked) for one in networks)


@given(st.lists(NETWORKS, max_size=8), st.integers(0, 2**32 - 1))
def test_an_address_lies_in_what_holds_it(networks, number):
    address = ip_address(number)
    assert Ranges.of(networks).touch(span_of(Subject.ip(str(address)))) == any(
        address in one for one in networks
    )


def test_versions_are_kept_apart():
    ranges = Ranges.of([ip_network("0.0.0.0/0"), ip_network("2001:db8::/32")])
    assert ranges.touch(span_of(Subject.ip("198.51.100.1")))
    assert ranges.touch(span_of(Subject.ip("2001:db8::1")))
    assert not ranges.touch(span_of(Subject.ip("2001:db9::1")))


@pytest.mark.parametrize(
    ("subject", "span"),
    [
        (Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")), (4, 3221225985, 3221225985)),
        (Subject.url("http://192.0.2.1/x"), (4, 3221225985, 3221225985)),
        (Subject.url("http://host.example/x"), None),
        (Subject.domain("192.0.2.1.example"), None),
        (Subject(SubjectKind.PREFIX, "no prefix"), None),
        (Subject(SubjectKind.ASN, "64496"), None),
    ],
)
def test_what_names_no_address_has_no_span(subject, span):
    assert span_of(subject) == span


def test_only_prefixes_have_a_network():
    assert network_of(Subject.ip("192.0.2.1")) is None
    assert str(network_of(Subject(SubjectKind.PREFIX, "192.0.2.0/24"))) == "192.0.2.0/24"
