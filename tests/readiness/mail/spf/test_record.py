"""SPF records taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.spf import Fault, Term, parse_record, select_record


def test_terms_keep_their_order_and_parts():
    record = parse_record(
        "v=spf1 +mx/24//64 ~include:%{d}.x.example ip6:2001:db8::/32 ?all exp=e.example"
    )
    assert record.terms == (
        Term(qualifier="+", name="mx", bits4=24, bits6=64),
        Term(qualifier="~", name="include", spec="%{d}.x.example"),
        Term(qualifier="+", name="ip6", spec="2001:db8::", bits4=32, bits6=32),
        Term(qualifier="?", name="all"),
    )
    assert record.explanation == "e.example"


@pytest.mark.parametrize(
    "text",
    [
        "all:x.example", "ip4:192.0.2.1/33", "ip4:192.0.2", "ip6:::1/129", "include", "a:",
        "a:example", "a:x.example/33", "exists:%{z}.example", "redirect=", "exp=a.example exp=b.example",
        "wrong", "ip4", "ip6:fe80::1%eth0", "a/0/", "x=%{", "\x00",
    ],
)  # fmt: skip
def test_a_malformed_term_is_a_fault_that_says_why(text):
    with pytest.raises(Fault, match=r"\w"):
        parse_record(f"v=spf1 {text} -all")


def test_long_records_are_refused():
    with pytest.raises(Fault, match="longer"):
        parse_record("v=spf1 " + "a " * 9_000)
    with pytest.raises(Fault, match="terms"):
        parse_record("v=spf1 " + "a " * 600)


def test_only_records_of_the_version_are_selected():
    texts = ["v=spf1", "V=SPF1 -all", "v=spf10 -all", "spf2.0/pra -all"]
    assert select_record(texts) == texts[:2]


@given(st.text(max_size=300))
def test_any_text_is_a_record_or_a_fault(text):
    try:
        parse_record("v=spf1 " + text)
    except Fault as fault:
        reason = str(fault)
        assert reason
