"""MTA-STS and TLS-RPT."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.transport import (
    TransportFault,
    parse_sts_id,
    parse_sts_policy,
    parse_tls_rpt,
)

POLICY = (
    "version: STSv1\r\nmode: enforce\r\nmx: *.isp.example\r\nmx: mx.example\r\nmax_age: 604800\r\n"
)


def test_a_policy_covers_its_hosts_by_one_label():
    policy = parse_sts_policy(POLICY)
    assert [policy.covers(name) for name in ("a.isp.example", "MX.example.", "a.b.isp.example", "isp.example")] == [True, True, False, False]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", POLICY.replace("STSv1", "2"), POLICY.replace("enforce", "on"), POLICY + "junk",
        POLICY.replace("604800", "-1"), POLICY.replace("mx: *.isp.example\r\nmx: mx.example\r\n", ""),
        POLICY + "x: y\n" * 40_000,
    ],
)  # fmt: skip
def test_a_malformed_policy_is_a_fault(text):
    with pytest.raises(TransportFault):
        parse_sts_policy(text)


def test_records():
    assert parse_sts_id("v=STSv1; id=2026a;") == "2026a"
    assert parse_tls_rpt("v=TLSRPTv1; rua=mailto:a@b.example,https://c.example/x") == (
        "mailto:a@b.example", "https://c.example/x",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["v=STSv1", "v=STSv1; id=a-b", "id=1; v=STSv1", "junk"])
def test_a_malformed_record_is_a_fault(text):
    with pytest.raises(TransportFault):
        parse_sts_id(text)
    with pytest.raises(TransportFault):
        parse_tls_rpt(text.replace("STSv1", "TLSRPTv1"))


@given(st.text(max_size=300))
def test_any_text_is_read_or_a_fault(text):
    for parse in (parse_sts_id, parse_sts_policy, parse_tls_rpt):
        try:
            parse(text)
        except TransportFault as fault:
            reason = str(fault)
            assert reason
