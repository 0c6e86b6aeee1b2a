"""DMARC checks."""

import pytest

from noroshi.readiness.check import Level
from noroshi.readiness.mail.judge.dmarc_checks import dmarc_checks
from noroshi.spine.net.lookup import Recorded


def levels(*texts, sends=True, domain="isp.example", **others):
    answers = {("_dmarc.isp.example", "TXT"): list(texts), **{(k, "TXT"): v for k, v in others.items()}}  # fmt: skip
    return {check.code: check.level for check in dmarc_checks(domain, Recorded(answers), sends=sends)}  # fmt: skip


RUA = "rua=mailto:d@isp.example"


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        (f"v=DMARC1; p=reject; {RUA}", "dmarc.policy", Level.GOOD),
        (f"v=DMARC1; p=reject; t=y; {RUA}", "dmarc.policy", Level.NOTE),
        (f"v=DMARC1; p=none; {RUA}", "dmarc.policy", Level.WARN),
        (f"v=DMARC1; p=reject; pct=10; {RUA}", "dmarc.removed", Level.WARN),
        (f"v=DMARC1; p=reject; ri=1; {RUA}", "dmarc.removed", Level.NOTE),
        (f"v=DMARC1; p=reject; sp=none; {RUA}", "dmarc.sp", Level.WARN),
        (f"v=DMARC1; p=reject; np=none; {RUA}", "dmarc.np", Level.WARN),
        ("v=DMARC1; p=reject", "dmarc.reports", Level.WARN),
        ("v=DMARC1; p=reject; rua=mailto:a@other.test", "dmarc.destination", Level.BAD),
        (f"v=DMARC1; p=reject; {RUA}; ruf=mailto:f@isp.example", "dmarc.failures", Level.NOTE),
        (f"v=DMARC1; p=nonsense; {RUA}", "dmarc.syntax", Level.BAD),
    ],
)
def test_each_point_is_told(text, code, level):
    assert levels(text)[code] is level


def test_a_destination_that_agrees_is_good():
    text = "v=DMARC1; p=reject; rua=mailto:a@other.test"
    others = {"isp.example._report._dmarc.other.test": ["v=DMARC1"]}
    assert levels(text, **others)["dmarc.destination"] is Level.GOOD
    others = {"isp.example._report._dmarc.other.test": None}
    assert levels(text, **others)["dmarc.destination"] is Level.UNKNOWN


def test_no_record_several_and_no_answer():
    assert levels()["dmarc.record"] is Level.BAD
    assert levels("v=DMARC1; p=none", "v=DMARC1; p=none")["dmarc.several"] is Level.BAD
    checks = list(dmarc_checks("isp.example", Recorded({("_dmarc.isp.example", "TXT"): None}), sends=True))  # fmt: skip
    assert [check.level for check in checks] == [Level.UNKNOWN]


def test_parked_domains_reject():
    assert levels(f"v=DMARC1; p=none; {RUA}", sends=False)["dmarc.policy"] is Level.BAD


def test_the_two_ways_to_the_organisation_are_compared():
    others = {"_dmarc.a.isp.example": [f"v=DMARC1; p=reject; psd=n; {RUA}"]}
    assert levels(domain="a.isp.example", **others)["dmarc.organization"] is Level.NOTE
