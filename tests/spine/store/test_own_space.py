"""Own space: what of the list concerns one operator."""

from dataclasses import replace
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import Endpoint, Standing, Subject, SubjectKind, Text
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Change, Choice, SharedList
from noroshi.spine.store.own_space import OwnSpace, _common_text, is_own
from noroshi.testing.indicators import make_indicator
from noroshi.testing.members import make_operator

OPERATOR = replace(
    make_operator(),
    prefixes=("192.0.2.0/25", "2001:db8:5::/48"),
    domains=("alpha.example",),
    asns=(64496,),
)
NETWORKS = [ip_network(prefix) for prefix in OPERATOR.prefixes]

OWN = [
    Subject.ip("192.0.2.1"),
    Subject.endpoint(Endpoint("192.0.2.127", 443, "tcp")),
    Subject.ip("2001:db8:5::1"),
    Subject.endpoint(Endpoint("2001:db8:5:1::1", 53, "udp")),
    Subject(SubjectKind.DOMAIN, "alpha.example"),
    Subject(SubjectKind.DOMAIN, "www.alpha.example"),
    Subject(SubjectKind.URL, "https://www.alpha.example/login"),
    Subject(SubjectKind.PREFIX, "192.0.2.0/24"),
    Subject(SubjectKind.ASN, "AS64496"),
]
OTHERS = [
    Subject.ip("192.0.2.200"),
    Subject.endpoint(Endpoint("198.51.100.1", 443, "tcp")),
    Subject.ip("2001:db8:50::1"),
    Subject(SubjectKind.DOMAIN, "notalpha.example"),
    Subject(SubjectKind.URL, "https://beta.example/alpha.example/"),
    Subject(SubjectKind.PREFIX, "198.51.100.0/24"),
    Subject(SubjectKind.PREFIX, "no prefix"),
    Subject(SubjectKind.ASN, "AS64497"),
    Subject(SubjectKind.ENDPOINT, "no endpoint"),
]


def change(subject):
    return Change(
        collection="c2-servers", indicator=make_indicator(subject), standing=Standing.LIVE,
        reason=Text(ja="理由", en="reason"), by="policy:test",
    )  # fmt: skip


@pytest.fixture
def filled(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        at = make_indicator().valid_from
        SharedList(store.database).publish([change(s) for s in (*OWN, *OTHERS)], at)
        yield OwnSpace(store.database)


def test_everything_of_the_own_network_is_found_and_nothing_else(filled):
    found = filled.entries(OPERATOR, Choice(), limit=100)
    assert {edition.indicator.subject for edition in found} == set(OWN)


def test_the_newest_come_first_up_to_the_limit(filled):
    found = filled.entries(OPERATOR, Choice(), limit=2)
    assert [edition.indicator.subject for edition in found] == [OWN[-1], OWN[-2]]


def test_an_operator_without_network_has_no_entries(filled):
    bare = replace(OPERATOR, prefixes=(), domains=(), asns=())
    assert filled.entries(bare, Choice(), limit=10) == []


@pytest.mark.parametrize("subject", OWN, ids=str)
def test_own_subjects_are_own(subject):
    assert is_own(subject, OPERATOR, NETWORKS)


@pytest.mark.parametrize("subject", OTHERS, ids=str)
def test_others_are_not(subject):
    assert not is_own(subject, OPERATOR, NETWORKS)


addresses = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6))


@given(address=addresses, data=st.data())
def test_the_text_of_every_address_inside_begins_with_the_common_text(address, data):
    length = data.draw(st.integers(0, address.max_prefixlen))
    network = ip_network(f"{address}/{length}", strict=False)
    assert str(address).startswith(_common_text(network))


@given(st.text(max_size=80), st.sampled_from(SubjectKind))
def test_any_text_is_own_or_not(text, kind):
    assert is_own(Subject(kind, text), OPERATOR, NETWORKS) in {True, False}
