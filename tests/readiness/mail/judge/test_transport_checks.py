"""MTA-STS, TLS-RPT and BIMI."""

import pytest

from noroshi.readiness.check import Level
from noroshi.readiness.mail.judge.transport_checks import bimi_checks, sts_checks, tls_report_checks
from noroshi.spine.model import SourceError
from noroshi.spine.net.lookup import Recorded

POLICY = "version: STSv1\nmode: enforce\nmx: mx.isp.example\nmax_age: 1209600\n"


def sts(texts, policy=POLICY, hosts=("mx.isp.example",)):
    def fetch(_):
        if policy is None:
            raise SourceError("gone")
        return policy

    lookup = Recorded({("_mta-sts.isp.example", "TXT"): texts})
    return {check.code: check.level for check in sts_checks("isp.example", hosts, lookup, fetch)}


@pytest.mark.parametrize(
    ("found", "code", "level"),
    [
        (lambda: sts(["v=STSv1; id=1"]), "mta-sts.mode", Level.GOOD),
        (lambda: sts(["v=STSv1; id=1"], POLICY.replace("enforce", "testing")), "mta-sts.mode", Level.NOTE),
        (lambda: sts(["v=STSv1; id=1"], POLICY.replace("1209600", "60")), "mta-sts.age", Level.WARN),
        (lambda: sts(["v=STSv1; id=1"], hosts=("mx2.isp.example",)), "mta-sts.mx", Level.BAD),
        (lambda: sts(["v=STSv1; id=1"], "junk"), "mta-sts.policy", Level.BAD),
        (lambda: sts(["v=STSv1; id=1"], None), "mta-sts.policy", Level.BAD),
        (lambda: sts(["v=STSv1"]), "mta-sts.record", Level.BAD),
        (lambda: sts(["v=STSv1; id=1", "v=STSv1; id=2"]), "mta-sts.record", Level.BAD),
        (lambda: sts([]), "mta-sts.record", Level.WARN),
        (lambda: sts(None), "mta-sts.record", Level.UNKNOWN),
    ],
)  # fmt: skip
def test_mta_sts(found, code, level):
    assert found()[code] is level


def test_a_policy_that_nobody_fetches_is_unknown():
    lookup = Recorded({("_mta-sts.isp.example", "TXT"): ["v=STSv1; id=1"]})
    checks = {check.code: check.level for check in sts_checks("isp.example", (), lookup, None)}
    assert checks["mta-sts.policy"] is Level.UNKNOWN


@pytest.mark.parametrize(
    ("texts", "level"),
    [
        (["v=TLSRPTv1; rua=mailto:a@b.example"], Level.GOOD),
        (["v=TLSRPTv1; rua=ftp:x"], Level.BAD),
        ([], Level.WARN),
        (None, Level.UNKNOWN),
    ],
)
def test_tls_reports(texts, level):
    (check,) = tls_report_checks("isp.example", Recorded({("_smtp._tls.isp.example", "TXT"): texts}))  # fmt: skip
    assert check.level is level


@pytest.mark.parametrize(
    ("bimi", "dmarc", "levels"),
    [
        ([], [], {}),
        (["v=BIMI1; l=; a="], [], {"bimi.record": Level.NOTE}),
        (["v=BIMI1; l=http://x/l.svg"], [], {"bimi.record": Level.BAD}),
        (["v=BIMI1; l=https://x/l.svg; l=a"], [], {"bimi.record": Level.BAD}),
        (["v=BIMI1; l=https://x/l.svg"], None, {"bimi.policy": Level.UNKNOWN, "bimi.mark": Level.NOTE}),
        (["v=BIMI1; l=https://x/l.svg; a=https://x/v.pem"], ["v=DMARC1; p=reject"], {"bimi.policy": Level.GOOD, "bimi.mark": Level.GOOD}),
        (["v=BIMI1; l=https://x/l.svg"], ["v=DMARC1; p=reject; t=y"], {"bimi.policy": Level.BAD, "bimi.mark": Level.NOTE}),
    ],
)  # fmt: skip
def test_bimi_needs_a_strong_policy(bimi, dmarc, levels):
    lookup = Recorded({("default._bimi.isp.example", "TXT"): bimi, ("_dmarc.isp.example", "TXT"): dmarc})  # fmt: skip
    assert {check.code: check.level for check in bimi_checks("isp.example", lookup)} == levels
