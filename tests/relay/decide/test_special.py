"""Special-purpose ranges: nothing in them leaves."""

from hypothesis import assume, given
from hypothesis import strategies as st

from noroshi.relay.decide import (
    DOCUMENTATION,
    SPECIAL_PURPOSE,
    SharePolicy,
    decide,
    networks,
)
from noroshi.spine.model import Endpoint, Subject, Verdict
from noroshi.testing.findings import MADE_AT, make_finding

OPEN = SharePolicy(special=(), subscribers=networks(["100.64.0.0/10", "2001:db8:5::/48"]))


def verdict(finding, policy=OPEN):
    (decision,) = decide([finding], policy, MADE_AT)
    assert decision.finding_id == finding.id
    return decision.verdict


def at_address(address):
    return make_finding(Subject.endpoint(Endpoint(address, 443, "tcp")))


@given(st.sampled_from(SPECIAL_PURPOSE).flatmap(lambda network: st.ip_addresses(network=network)))
def test_special_purpose_addresses_never_leave(address):
    # An IPv4-mapped address is the IPv4 address it maps from the moment it is a subject.
    assume(getattr(address, "ipv4_mapped", None) is None)
    finding = at_address(str(address))
    assert verdict(finding, SharePolicy()) is Verdict.DROP


def test_made_data_leaves_only_when_the_policy_says_so():
    made = tuple(network for network in SPECIAL_PURPOSE if network not in DOCUMENTATION)
    assert verdict(at_address("192.0.2.1"), SharePolicy()) is Verdict.DROP
    assert verdict(at_address("192.0.2.1"), SharePolicy(special=made)) is Verdict.SHARE
