"""Matcher: CIDR, suffix, exact and substring, each held against a slow and plain way."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide.warn import NO_WARNINGS, Matcher, Matching, WarningList
from noroshi.spine.model import Endpoint, Subject, SubjectKind

EVERY = frozenset(SubjectKind)


def a_list(name, matching, *entries, kinds=EVERY):
    cidr = matching is Matching.CIDR
    return WarningList(
        name=name,
        version="1",
        matching=matching,
        kinds=kinds,
        networks=tuple(map(ip_network, entries)) if cidr else (),
        texts=() if cidr else entries,
        refused={},
    )


def domain(name):
    return Subject(SubjectKind.DOMAIN, name)


def url(text):
    return Subject(SubjectKind.URL, text)


LISTS = Matcher(
    [
        a_list("resolvers", Matching.CIDR, "198.51.100.7/32", "2001:db8::/32"),
        a_list("clouds", Matching.CIDR, "198.51.100.0/24", "198.51.100.128/25"),
        a_list("updates", Matching.SUFFIX, "update.example"),
        a_list("registry", Matching.EXACT, "example", "co.example"),
        a_list("mark", Matching.SUBSTRING, "bank", "go"),
    ]
)


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        (Subject.ip("198.51.100.7"), ("clouds", "resolvers")),
        (Subject.endpoint(Endpoint("198.51.100.7", 53, "udp")), ("clouds", "resolvers")),
        (Subject.endpoint(Endpoint("2001:db8::5", 53, "udp")), ("resolvers",)),
        (Subject.ip("198.51.100.200"), ("clouds",)),
        (Subject.ip("198.51.101.0"), ()),
        (Subject(SubjectKind.PREFIX, "198.51.100.0/28"), ("clouds", "resolvers")),
        (Subject(SubjectKind.PREFIX, "198.51.96.0/20"), ("clouds", "resolvers")),
        (Subject(SubjectKind.PREFIX, "203.0.113.0/24"), ()),
        (domain("update.example"), ("updates",)),
        (domain("a.b.update.example"), ("updates",)),
        (domain("notupdate.example"), ()),
        (domain("co.example"), ("registry",)),
        (domain("shop.co.example"), ()),
        (domain("my-bank.example"), ("mark",)),
        (url("https://a.update.example/x"), ("updates",)),
        (url("https://198.51.100.7/x"), ("clouds", "resolvers")),
        (url("https://other.example/BANK"), ("mark",)),
        (url("https://algo.example/"), ("mark",)),
        (Subject(SubjectKind.ASN, "AS64500"), ()),
    ],
)
def test_the_lists_that_name_a_subject_are_told_by_name(subject, names):
    assert LISTS.match(subject) == names


def test_a_list_speaks_only_of_its_own_kinds():
    only = a_list("d", Matching.SUFFIX, "example", kinds=frozenset({SubjectKind.DOMAIN}))
    matcher = Matcher([only])
    assert matcher.match(domain("a.example")) == ("d",)
    assert matcher.match(url("http://a.example/")) == ()


def test_no_list_names_nothing():
    assert NO_WARNINGS.match(Subject.ip("192.0.2.1")) == ()


addresses = st.ip_addresses(network="192.0.2.0/24")
networks = st.builds(
    lambda address, length: str(ip_network((address, length), strict=False)),
    addresses,
    st.integers(22, 32),
)


@given(st.lists(st.lists(networks, min_size=1, max_size=6), max_size=4), addresses, networks)
def test_networks_match_as_the_slow_way_does(lists, address, prefix):
    made = [a_list(str(i), Matching.CIDR, *entries) for i, entries in enumerate(lists)]
    slow = [one.name for one in made if any(address in network for network in one.networks)]
    assert list(Matcher(made).match(Subject.ip(str(address)))) == slow
    wide = ip_network(prefix)
    touched = [one.name for one in made if any(wide.overlaps(n) for n in one.networks)]
    assert list(Matcher(made).match(Subject(SubjectKind.PREFIX, prefix))) == touched


texts = st.text(alphabet="ab.", min_size=1, max_size=7)


@given(st.lists(st.lists(texts, min_size=1, max_size=6), max_size=4), texts)
def test_substrings_match_as_the_slow_way_does(lists, value):
    made = [a_list(str(i), Matching.SUBSTRING, *entries) for i, entries in enumerate(lists)]
    host = value.rstrip(".")
    slow = [one.name for one in made if any(text in host for text in one.texts)]
    assert list(Matcher(made).match(domain(value))) == slow


@given(st.lists(addresses, max_size=5), addresses)
def test_a_prefix_of_everything_touches_every_list(listed, other):
    made = [a_list("x", Matching.CIDR, *map(str, listed))]
    found = Matcher(made).match(Subject(SubjectKind.PREFIX, "0.0.0.0/0"))
    assert found == (("x",) if listed else ())
    assert ip_address(other).version == 4
