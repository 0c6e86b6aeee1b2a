"""Assessing from zone files."""

import pytest

from noroshi.jobs.readiness.mail_assessing import assess_domains, lookup_of
from noroshi.jobs.readiness.mail_importing import import_reports
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.net.lookup import Resolver
from noroshi.testing.mail_reports import Record, report_xml

ZONE = """\
$ORIGIN isp.example.
@ 300 IN SOA ns hostmaster 1 60 30 604800 300
@ 300 IN NS ns
@ 300 IN MX 10 mx
@ 300 IN TXT "v=spf1 mx ~all"
_dmarc 300 IN TXT "v=DMARC1; p=none; rua=mailto:d@isp.example"
_mta-sts 300 IN TXT "v=STSv1; id=1"
old._domainkey 300 IN TXT "v=DKIM1; p="
"""


@pytest.fixture
def zone(tmp_path):
    path = tmp_path / "isp.zone"
    path.write_text(ZONE)
    return path


def test_selectors_are_read_from_the_zone(zone):
    (found,) = assess_domains(["ISP.example."], resolver=None, zones=[zone])
    codes = {check.code: check.level for check in found.checks}
    assert found.domain == "isp.example"
    assert codes["dkim.revoked"] == "note"
    assert codes["mta-sts.policy"] == "unknown"


def test_selectors_are_read_from_reports(zone, tmp_path):
    report = report_xml([Record(source="192.0.2.1", signatures={"isp.example": "pass"})])
    (tmp_path / "r.xml").write_bytes(report)
    home = Home(tmp_path / "home")
    list(import_reports([tmp_path / "r.xml"], home))
    (found,) = assess_domains(["isp.example"], resolver=None, zones=[zone], home=home)
    assert any("s1" in check.text.en for check in found.checks if check.code == "dkim.key")


def test_a_policy_may_lie_in_a_file(zone, tmp_path):
    policy = tmp_path / "mta-sts.txt"
    policy.write_text("version: STSv1\nmode: enforce\nmx: mx.isp.example\nmax_age: 1209600\n")
    (found,) = assess_domains(["isp.example"], resolver=None, zones=[zone], sts_policy=policy)
    assert {check.code: check.level for check in found.checks}["mta-sts.mode"] == "good"


def test_exactly_one_must_answer(zone):
    for resolver, zones in ((None, []), ("127.0.0.1", [zone])):
        with pytest.raises(ConfigError, match="either"):
            lookup_of(resolver, zones)


def test_a_silent_resolver_leaves_all_unknown(monkeypatch):
    monkeypatch.setattr("noroshi.jobs.readiness.mail_assessing._fetched", lambda _: "")
    monkeypatch.setitem(Resolver.__init__.__kwdefaults__, "timeout_s", 0.05)
    (found,) = assess_domains(["isp.example"], resolver="127.0.0.1:1", zones=[])
    assert found.level == "unknown"
