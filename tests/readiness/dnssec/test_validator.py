"""Verdicts on zones that are good and broken in known ways, and an Unbound that says the same."""

import dns.name
import dns.rdatatype
import pytest

from noroshi.readiness.dnssec.anchor import read_anchors
from noroshi.readiness.dnssec.validator import Validator
from noroshi.spine.net.dns_server import DnsServer
from noroshi.testing.signed_servers import state_by
from noroshi.testing.signed_world import cases

LABELS = [case.label for case in cases()]


def one(world, label):
    return next(case for case in world.cases if case.label == label)


@pytest.mark.parametrize("label", LABELS)
def test_a_zone_gets_its_verdict(world, validator, label):
    case = one(world, label)
    found = validator.validate(case.name, dns.rdatatype.A)
    assert (found.state, found.fault) == (case.state, case.fault)


def test_through_a_resolver_that_is_asked_with_cd_the_verdicts_are_the_same(world, resolver):
    asked = DnsServer(address="127.0.0.1", port=resolver)
    validator = Validator(asked, read_anchors(world.anchor), now=world.now)
    found = {case.label: validator.validate(case.name, dns.rdatatype.A).state for case in world.cases}  # fmt: skip
    assert found == {case.label: case.state for case in world.cases}


def test_unbound_says_the_same(world, resolver):
    found = {case.label: state_by(resolver, case.name)[0] for case in world.cases}
    assert found == {case.label: case.state for case in world.cases}


def test_a_looped_alias_is_no_valid_answer(world, validator, server):
    found = validator.validate(dns.name.from_text("turn.loop.test"), dns.rdatatype.A)
    assert (found.state, found.fault) == ("indeterminate", "cname-loop")


def test_without_an_anchor_nothing_is_secure(server):
    found = Validator(server, {}, now=0).validate(dns.name.from_text("www.good.test"), dns.rdatatype.A)  # fmt: skip
    assert (found.state, found.fault) == ("insecure", "unsigned-delegation")


def test_a_silent_server_leaves_it_open(world):
    silent = DnsServer(address="127.0.0.1", port=1, timeout_s=0.1)
    validator = Validator(silent, read_anchors(world.anchor), now=world.now)
    found = validator.validate(dns.name.from_text("www.good.test"), dns.rdatatype.A)
    assert (found.state, found.fault, found.ede) == ("indeterminate", "no-answer", 22)
    assert found.as_dict()["text"]["en"] == "There is no answer."
