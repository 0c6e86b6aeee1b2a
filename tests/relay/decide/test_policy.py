"""Policy: what never leaves, and what takes two approvals."""

from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide import (
    Matcher,
    SharePolicy,
    WarningList,
    decide,
    member_spaces,
    networks,
)
from noroshi.relay.decide.warn import Matching
from noroshi.spine.model import Endpoint, MemberRole, Operator, Subject, SubjectKind, Verdict
from noroshi.testing.findings import MADE_AT, make_finding

MEMBER = Operator(
    id="north",
    name="North Net",
    role=MemberRole.SHARING,
    joined_at=datetime(2026, 1, 1, tzinfo=UTC),
    prefixes=("198.51.100.0/25",),
    domains=("north.example",),
)
WARNINGS = Matcher(
    [
        WarningList(
            name="Resolvers",
            version="1",
            matching=Matching.CIDR,
            kinds=frozenset(SubjectKind),
            networks=(ip_network("203.0.113.53/32"),),
            texts=(),
            refused={},
        )
    ]
)
OPEN = SharePolicy(
    special=networks(["192.0.2.0/25"]),
    subscribers=networks(["100.64.0.0/10", "2001:db8:5::/48"]),
    members=member_spaces([MEMBER]),
    warnings=WARNINGS,
)


def decision(finding, policy=OPEN):
    (one,) = decide([finding], policy, MADE_AT)
    assert one.finding_id == finding.id
    return one


def at_address(address):
    return make_finding(Subject.endpoint(Endpoint(address, 443, "tcp")))


def prefix(text):
    return Subject(SubjectKind.PREFIX, text)


def domain(text):
    return Subject(SubjectKind.DOMAIN, text)


def url(text):
    return Subject(SubjectKind.URL, text)


@given(st.ip_addresses(network="100.64.0.0/10") | st.ip_addresses(network="2001:db8:5::/48"))
def test_subscribers_never_leave(address):
    host = f"[{address}]" if address.version == 6 else str(address)
    assert decision(at_address(str(address))).verdict is Verdict.DROP
    for subject in (Subject.ip(str(address)), url(f"http://u@{host}:80/x")):
        assert decision(make_finding(subject)).verdict is Verdict.DROP


@pytest.mark.parametrize("text", ["100.64.7.0/24", "100.0.0.0/8", "0.0.0.0/0", "2001:db8::/32"])
def test_a_prefix_that_takes_in_subscribers_never_leaves(text):
    assert not OPEN.may_leave(prefix(text))
    assert decision(make_finding(prefix(text))).verdict is Verdict.DROP


@pytest.mark.parametrize(
    "subject",
    [
        Subject(SubjectKind.ASN, "AS64500"),
        Subject(SubjectKind.DEVICE, "camera"),
        prefix("203.0.113.1/24"),
        prefix("nonsense"),
        Subject.ip("192.0.2.1"),
    ],
)
def test_other_kinds_and_what_is_no_prefix_never_leave(subject):
    assert not OPEN.may_leave(subject)


@pytest.mark.parametrize(
    "subject",
    [
        Subject.ip("203.0.113.1"),
        prefix("203.0.114.0/24"),
        prefix("2001:db8:7::/48"),
        domain("c2.example"),
        url("https://c2.example/x"),
        url("https://203.0.113.1/x"),
    ],
)
def test_addresses_prefixes_domains_and_urls_are_shared(subject):
    assert OPEN.approvals(subject) == 0
    assert decision(make_finding(subject)).verdict is Verdict.SHARE


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        (prefix("203.0.112.0/23"), "wider than /24"),
        (prefix("2001:db8:8::/47"), "wider than /48"),
        (domain("example"), "top-level"),
        (Subject.ip("198.51.100.7"), "North Net"),
        (prefix("198.51.100.0/24"), "North Net"),
        (domain("www.north.example"), "North Net"),
        (url("https://north.example/x"), "North Net"),
        (Subject.ip("203.0.113.53"), "Resolvers"),
    ],
)
def test_what_could_hurt_others_is_held_for_two_and_says_why(subject, why):
    assert OPEN.approvals(subject) == 2
    one = decision(make_finding(subject, score=1.0))
    assert one.verdict is Verdict.HOLD
    assert why in one.reason.en
    assert "2 approvals" in one.reason.en
    assert "2 人の承認" in one.reason.ja


def test_a_domain_above_a_member_s_would_block_it_too():
    assert OPEN.approvals(domain("north.example")) == 2
    assert (
        SharePolicy(
            members=member_spaces([MEMBER.__class__(**_fields(MEMBER, domains=("a.b.example",)))])
        ).approvals(domain("b.example"))
        == 2
    )
    assert OPEN.approvals(domain("notnorth.example")) == 0


def _fields(operator, **changed):
    names = operator.__dataclass_fields__
    return {name: getattr(operator, name) for name in names} | changed


def test_a_member_without_space_is_left_out():
    assert member_spaces([MEMBER.__class__(**_fields(MEMBER, prefixes=(), domains=()))]) == ()


def test_all_concerns_are_told_together():
    subject = prefix("198.51.0.0/16")
    assert len(OPEN.concerns(subject)) == 2
    told = OPEN.objection(subject)
    assert "wider" in told.en
    assert "North Net" in told.en
    assert OPEN.objection(Subject.ip("203.0.113.1")) is None
