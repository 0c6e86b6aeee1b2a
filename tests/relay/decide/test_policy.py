"""Policy: subscribers, prefixes and other kinds never leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide import (
    SharePolicy,
    decide,
    networks,
)
from noroshi.spine.model import Endpoint, Subject, SubjectKind, Verdict
from noroshi.testing.findings import MADE_AT, make_finding

OPEN = SharePolicy(special=(), subscribers=networks(["100.64.0.0/10", "2001:db8:5::/48"]))


def verdict(finding, policy=OPEN):
    (decision,) = decide([finding], policy, MADE_AT)
    assert decision.finding_id == finding.id
    return decision.verdict


def at_address(address):
    return make_finding(Subject.endpoint(Endpoint(address, 443, "tcp")))


@given(st.ip_addresses(network="100.64.0.0/10") | st.ip_addresses(network="2001:db8:5::/48"))
def test_subscribers_never_leave(address):
    assert verdict(at_address(str(address))) is Verdict.DROP
    assert verdict(make_finding(Subject.ip(str(address)))) is Verdict.DROP


@pytest.mark.parametrize(
    "subject",
    [
        Subject(SubjectKind.PREFIX, "203.0.113.0/24"),
        Subject(SubjectKind.DOMAIN, "c2.example"),
        Subject(SubjectKind.ASN, "AS64500"),
    ],
)
def test_prefixes_and_other_kinds_never_leave(subject):
    assert verdict(make_finding(subject)) is Verdict.DROP
