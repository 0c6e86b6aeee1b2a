"""SPF checks."""

import pytest

from noroshi.readiness.check import Level
from noroshi.readiness.mail.judge.spf_checks import spf_checks
from noroshi.spine.net.lookup import Recorded


def levels(answers, *, sends=True):
    checks = spf_checks("d.example", Recorded(answers), sends=sends)
    return {check.code: check.level for check in checks}


def record(text, **others):
    return {("d.example", "TXT"): [text], **{(f"{name}.example", "TXT"): texts for name, texts in others.items()}}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "code", "level"),
    [
        ({}, "spf.record", Level.BAD),
        ({("d.example", "TXT"): None}, "spf.record", Level.UNKNOWN),
        ({("d.example", "TXT"): ["v=spf1", "v=spf1"]}, "spf.several", Level.BAD),
        (record("v=spf1 ip4:x"), "spf.syntax", Level.BAD),
        (record("v=spf1 include:d.example ~all"), "spf.circle", Level.BAD),
        (record("v=spf1 include:e.example ~all", e=["v=spf1 redirect=d.example"]), "spf.circle", Level.BAD),
        (record("v=spf1 include:e.example ~all"), "spf.missing", Level.BAD),
        (record("v=spf1 include:e.example ~all", e=["v=spf1", "v=spf1"]), "spf.broken", Level.BAD),
        (record("v=spf1 include:e.example ~all", e=["v=spf1 junk"]), "spf.broken", Level.BAD),
        (record("v=spf1 include:e.example ~all", e=None), "spf.include", Level.UNKNOWN),
        (record("v=spf1" + " a:a.example" * 11 + " ~all"), "spf.lookups", Level.BAD),
        (record("v=spf1" + " a:a.example" * 9 + " ~all"), "spf.lookups", Level.WARN),
        (record("v=spf1 ip4:192.0.2.0/24 ~all"), "spf.lookups", Level.GOOD),
        (record("v=spf1 ip4:10.0.0.0/8 ~all"), "spf.wide", Level.WARN),
        (record("v=spf1 ptr ~all"), "spf.ptr", Level.WARN),
        (record("v=spf1 +all"), "spf.all", Level.BAD),
        (record("v=spf1 mx"), "spf.all", Level.WARN),
        (record("v=spf1 redirect=e.example", e=["v=spf1 mx -all"]), "spf.all", Level.GOOD),
    ],
)  # fmt: skip
def test_each_fault_is_told(answers, code, level):
    assert levels(answers)[code] is level


def test_parked_domains_say_that_nothing_sends():
    assert levels(record("v=spf1 mx ~all"), sends=False)["spf.parked"] is Level.WARN
    assert levels(record("v=spf1 -all"), sends=False)["spf.all"] is Level.GOOD


def test_a_forest_of_includes_is_bounded():
    answers = {("d.example", "TXT"): ["v=spf1 " + "include:d0.example " * 2]}
    for number in range(60):
        answers[f"d{number}.example", "TXT"] = [f"v=spf1 {f'include:d{number + 1}.example ' * 2}"]
    assert levels(answers)["spf.lookups"] is Level.BAD
