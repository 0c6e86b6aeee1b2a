"""Target: what leaves is proven, whatever text a subject holds."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share.target import (
    FLOWS,
    NAMES,
    NETWORKS,
    Network,
    all_endpoint_parts,
    each_by_kind,
    endpoint_parts,
    flow_of,
    name_of,
    network_of,
)
from noroshi.spine.model import (
    Endpoint,
    InputError,
    Subject,
    SubjectKind,
    canonical_address,
    canonical_domain,
)
from noroshi.spine.model.stretch import Subjects
from noroshi.testing.hostile import BLOCKED, handmade_subjects


@given(handmade_subjects())
def test_what_leaves_is_canonical(subject):
    network, name = network_of(subject), name_of(subject)
    if network is not None:
        assert str(ip_network(f"{network.address}/{network.length}").network_address) == (
            network.address
        )
    if name is not None:
        assert canonical_domain(name) == name


@given(st.ip_addresses())
def test_every_canonical_address_is_a_target(address):
    text = canonical_address(str(address))
    assert network_of(Subject.ip(text)) == Network(text, ip_address(text).max_prefixlen)


@given(st.text("0123456789abcdef:.", max_size=24))
def test_what_is_no_canonical_address_is_no_target(text):
    try:
        canonical = canonical_address(text) == text
    except InputError:
        canonical = False
    assert (network_of(Subject(SubjectKind.IP, text)) is not None) == canonical


@given(st.ip_addresses(), st.integers(0, 65535), st.sampled_from(["tcp", "udp"]))
def test_an_endpoint_keeps_its_port_and_protocol(address, port, protocol):
    endpoint = Endpoint(str(address), port, protocol)
    flow = flow_of(Subject.endpoint(endpoint))
    assert (flow.network.address, flow.port) == (endpoint.address, port)
    assert flow.protocol == {"tcp": 6, "udp": 17}[protocol]
    address, service = endpoint_parts(str(endpoint))
    assert (address, service[:2]) == (endpoint.address, (port, protocol))


@pytest.mark.parametrize(
    "value", ["192.0.2.1:53/gre", "192.0.2.1:0/nonsense", "192.0.2.1:65536/tcp", "192.0.2.1:0/0",
              "192.0.2.1:0/256", "[::ffff:192.0.2.1]:1/tcp", "[192.0.2.1]:1/tcp", "x:1/tcp"]
)  # fmt: skip
def test_an_endpoint_that_makes_no_sense_is_no_target(value):
    assert flow_of(Subject(SubjectKind.ENDPOINT, value)) is None


GOOD = ("192.0.2.1:443/tcp", "[2001:db8::1]:53/udp")


def test_parts_of_many_endpoints_are_those_of_each():
    addresses, services = all_endpoint_parts(GOOD)
    assert list(zip(addresses, services, strict=True)) == [endpoint_parts(one) for one in GOOD]


def test_no_endpoints_have_no_parts():
    assert all_endpoint_parts([]) == ((), ())


@given(st.lists(handmade_subjects(), max_size=8))
def test_of_many_the_same_is_proven_as_of_each(subjects):
    page = Subjects([one.kind.value for one in subjects], [one.value for one in subjects])
    for readers, of in ((FLOWS, flow_of), (NETWORKS, network_of), (NAMES, name_of)):
        assert list(each_by_kind(page, readers, None)) == [of(one) for one in subjects]


@pytest.mark.parametrize(
    "odd", ["x", "", "192.0.2.1:65536/tcp", "[::ffff:192.0.2.1]:1/tcp", "192.0.2.1:1/tcp\n",
            "x\n192.0.2.1:1/tcp", "192.0.2.1:1/tcp\n192.0.2.2:1/tcp", "192.0.2.1:1/tcp\r"]
)  # fmt: skip
def test_one_odd_value_among_many_is_seen(odd):
    assert all_endpoint_parts([odd]) is None
    assert all_endpoint_parts([*GOOD, odd]) is None
    assert all_endpoint_parts([odd, *GOOD]) is None


@pytest.mark.parametrize("value", ["0.0.0.0/0", "10.0.0.0/7", "::/0", "2000::/3", "192.0.2.1/24"])
def test_a_prefix_too_wide_or_not_canonical_is_no_target(value):
    assert network_of(Subject(SubjectKind.PREFIX, value)) is None


def test_every_blocked_subject_but_a_web_address_is_a_target():
    for subject in BLOCKED:
        known = name_of(subject) or network_of(subject)
        assert (known is None) == (subject.kind is SubjectKind.URL)


def test_a_network_knows_its_family_and_whether_it_is_one_host():
    assert (Network("192.0.2.1", 32).version, Network("2001:db8::", 32).version) == (4, 6)
    assert Network("192.0.2.1", 32).is_host
    assert not Network("2001:db8::", 32).is_host
