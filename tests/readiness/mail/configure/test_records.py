"""Records of a plan: read back by the own checks, and by BIND's parser."""

import subprocess
from dataclasses import replace

import pytest

from noroshi.readiness.mail.configure import Plan, StepName
from noroshi.readiness.mail.configure.records import dmarc_text, spf_text, sts_policy, zone_records
from noroshi.readiness.mail.dmarc import parse_policy
from noroshi.readiness.mail.judge.stage import step_of
from noroshi.readiness.mail.spf import parse_record
from noroshi.readiness.mail.transport import parse_sts_policy
from noroshi.testing.daemons import program

PLAN = Plan(
    domain="isp.example", step=StepName.NONE, report_to="d@isp.example", networks=("192.0.2.0/24", "2001:db8::/32"),
    includes=("service.test",), exchangers=("mx.isp.example",), public_key="A" * 392,
)  # fmt: skip


def test_spf_says_who_sends():
    assert spf_text(PLAN) == "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:service.test ~all"
    assert spf_text(replace(PLAN, networks=(), includes=())) == "v=spf1 mx ~all"
    assert spf_text(replace(PLAN, networks=(), includes=(), exchangers=())) == "v=spf1 -all"
    parse_record(spf_text(PLAN))


@pytest.mark.parametrize("step", StepName)
def test_every_stage_reads_back_as_itself(step):
    assert step_of(parse_policy("isp.example", dmarc_text(step, "d@isp.example"))) is step


def test_the_policy_reads_back():
    assert parse_sts_policy(sts_policy(PLAN)).hosts == ("mx.isp.example",)


HEAD = "$TTL 300\nisp.example. SOA ns.test. h.test. 1 60 30 604800 300\nisp.example. NS ns.test.\n"


@pytest.mark.skipif(program("named-checkzone") is None, reason="apt-get install bind9-utils")
@pytest.mark.parametrize(("change", "good"), [(("", ""), True), (('"v=spf1', "v=spf1 ("), False)])
def test_bind_reads_the_records_and_refuses_broken_ones(tmp_path, change, good):
    zone = tmp_path / "zone"
    zone.write_text(HEAD + zone_records(PLAN).replace(*change))
    checked = subprocess.run([program("named-checkzone"), "isp.example", zone], capture_output=True, check=False)  # fmt: skip
    assert (checked.returncode == 0) is good, checked.stdout
