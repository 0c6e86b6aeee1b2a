"""Assessing a whole domain."""

import pytest

from noroshi.readiness.check import Level
from noroshi.readiness.mail.judge.assess import assess
from noroshi.spine.net.lookup import Recorded

POLICY = "version: STSv1\nmode: enforce\nmx: mx.isp.example\nmax_age: 1209600\n"


def test_a_domain_that_does_all_well_is_good(answers):
    found = assess("isp.example", Recorded(answers), selectors=("s1",), fetch=lambda _: POLICY)
    assert found.level is Level.GOOD, [c for c in found.checks if c.level is not Level.GOOD]
    assert found.receives == ("mx.isp.example",)
    assert found.as_dict()["level"] == "good"


@pytest.mark.parametrize("key", [("isp.example", "MX"), ("isp.example", "TXT"), ("_dmarc.isp.example", "TXT"), ("_mta-sts.isp.example", "TXT"), ("s1._domainkey.isp.example", "TXT"), ("_smtp._tls.isp.example", "TXT")])  # fmt: skip
def test_a_missing_answer_never_leaves_a_domain_good(answers, key):
    answers[key] = None
    found = assess("isp.example", Recorded(answers), selectors=("s1",), fetch=lambda _: POLICY)
    assert found.level in (Level.UNKNOWN, Level.BAD)


def test_a_domain_without_mail_wants_to_refuse_all():
    lookup = Recorded({("isp.example", "MX"): ["0 ."], ("isp.example", "TXT"): ["v=spf1 -all"],
                       ("_dmarc.isp.example", "TXT"): ["v=DMARC1; p=reject; rua=mailto:d@isp.example"]})  # fmt: skip
    found = assess("isp.example", lookup)
    assert found.level is Level.NOTE
    assert found.receives == ()
    bare = assess("isp.example", Recorded({("isp.example", "MX"): ["0 ."]}))
    assert bare.level is Level.BAD
