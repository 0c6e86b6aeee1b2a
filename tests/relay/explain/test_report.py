from dataclasses import replace

from noroshi.relay.explain import Outcome, TrueServer, Truth
from noroshi.spine.model import Subject, Text
from noroshi.testing.portraits import sample_finding, sample_report

FAMILY = Text(ja="ボット", en="bot")


def test_a_planted_address_matches_every_port_unless_one_is_given():
    finding = sample_finding("203.0.113.5", 6667)
    assert TrueServer(address="203.0.113.5", family=FAMILY).matches(finding)
    assert TrueServer(address="203.0.113.5", port=6667, protocol="tcp", family=FAMILY).matches(
        finding
    )
    assert not TrueServer(address="203.0.113.5", port=80, family=FAMILY).matches(finding)
    assert not TrueServer(address="203.0.113.6", family=FAMILY).matches(finding)


def test_findings_on_addresses_match_too():
    finding = replace(sample_finding(), subject=Subject.ip("203.0.113.5"))
    assert TrueServer(address="203.0.113.5", port=80, family=FAMILY).matches(finding)


def test_every_outcome_has_its_case():
    truth = Truth(servers=(TrueServer(address="203.0.113.5", family=FAMILY),))
    cases = [("203.0.113.5", 0.9), ("203.0.113.5", 0.1), ("203.0.113.6", 0.9), ("203.0.113.6", 0.1)]
    outcomes = [truth.outcome(sample_finding(a, score=s), 0.5) for a, s in cases]
    assert outcomes == [Outcome.FOUND, Outcome.MISSED, Outcome.FALSE, Outcome.QUIET]


def test_a_server_found_on_one_port_is_not_missed_on_another():
    truth = Truth(servers=(TrueServer(address="203.0.113.5", family=FAMILY),))
    findings = [sample_finding("203.0.113.5", 80, 0.9), sample_finding("203.0.113.5", 81, 0.1)]
    assert truth.missed(findings, 0.5) == ()


def test_totals_of_the_sample_add_up():
    findings, _, summary, truth = sample_report()
    assert [str(s) for s in truth.missed(findings, summary.threshold)] == ["192.0.2.200"]
    assert [f.subject.value for f in truth.false(findings, summary.threshold)] == [
        "203.0.113.9:443/tcp"
    ]


def test_a_planted_server_is_written_like_an_endpoint():
    assert (
        str(TrueServer(address="2001:db8::1", port=53, protocol="udp", family=FAMILY))
        == "[2001:db8::1]:53/udp"
    )
    assert str(TrueServer(address="192.0.2.1", family=FAMILY)) == "192.0.2.1"
