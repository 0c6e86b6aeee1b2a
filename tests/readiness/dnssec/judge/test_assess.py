"""An assessment is all checks of a zone."""

import dns.name

from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.judge.assess import assess


def test_without_an_answer_all_is_unknown():
    found = assess(Facts(zone=dns.name.from_text("isp.test."), now=0))
    assert (found.level, [check.code for check in found.checks]) == ("unknown", ["dnssec.soa"])
    assert found.as_dict()["zone"] == "isp.test."
