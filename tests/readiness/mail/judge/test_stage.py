"""Stages and gates."""

from noroshi.readiness.mail.configure import StepName
from noroshi.readiness.mail.dmarc import parse_policy
from noroshi.readiness.mail.judge.blame import Knowledge
from noroshi.readiness.mail.judge.forecast import forecast
from noroshi.readiness.mail.judge.stage import stage
from noroshi.testing.mail_reports import Record

KNOWN = Knowledge(domain="isp.example", own=("192.0.2.0/24",))


def policy(text):
    return parse_policy("isp.example", f"v=DMARC1; {text}; rua=mailto:d@isp.example")


def test_steps_follow_each_other():
    steps = [None, policy("p=none"), policy("p=quarantine; t=y"), policy("p=quarantine"), policy("p=reject")]  # fmt: skip
    found = [stage("isp.example", one, None) for one in steps]
    assert [one.step for one in found] == [None, *StepName]
    assert [one.following for one in found] == [*StepName, None]
    assert [one.is_open for one in found] == [True, False, False, False, False]
    assert found[2].publish == "v=DMARC1; p=quarantine; rua=mailto:d@isp.example"
    assert found[2].back == "v=DMARC1; p=none; rua=mailto:d@isp.example"
    assert (found[4].publish, found[0].back) == ("", "")


def test_reports_open_and_shut_the_gate(seen_of):
    clean = forecast(seen_of(*[[Record(source="192.0.2.1", count=5_000)]] * 14), KNOWN, "reject")
    assert stage("isp.example", policy("p=none"), clean).is_open
    assert stage("isp.example", policy("p=none"), clean).as_dict()["next"] == "testing"


def test_few_days_keep_it_shut(seen_of):
    found = forecast(seen_of([Record(source="192.0.2.1", count=9)]), KNOWN, "reject")
    assert not stage("isp.example", policy("p=none"), found).is_open
