"""DMARC: records, and the walk up the tree of RFC 9989."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.dmarc import NoAnswer, listed_organization, parse_policy, walk
from noroshi.spine.net.lookup import Recorded


def tree(**records):
    answers = {}
    for name, texts in records.items():
        domain = name.replace("__", "-").replace("_", ".")
        answers[f"_dmarc.{domain}", "TXT"] = [texts] if isinstance(texts, str) else texts
    return Recorded(answers)


def test_policies_stand_in_for_each_other():
    policy = parse_policy("a.example", "v=DMARC1; p=reject; sp=quarantine")
    assert [policy.asks(tag) for tag in ("p", "sp", "np")] == ["reject", "quarantine", "quarantine"]


@pytest.mark.parametrize("text", ["v=DMARC2; p=none", "p=none; v=DMARC1", "", "v=spf1 -all"])
def test_other_records_are_none(text):
    assert parse_policy("a.example", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "v=DMARC1", "v=DMARC1; p=rejct; rua=mailto:a@b.example", "v=DMARC1; p=none; p=reject",
        "v=DMARC1; p=none; adkim=x", "v=DMARC1; p=none; t=1", "v=DMARC1; p=none; rua=a@b.example",
        "v=DMARC1; p=none; psd=x", "v=DMARC1; p=none; junk",
    ],
)  # fmt: skip
def test_faults_are_told_and_never_make_a_policy_stronger(text):
    policy = parse_policy("a.example", text)
    assert policy.faults
    assert policy.asks("p") == "none"


def test_the_walk_ends_at_the_shortest_name_with_a_record():
    found = walk("a.mail.isp.example", tree(isp_example="v=DMARC1; p=reject", mail_isp_example="v=DMARC1; p=none"))  # fmt: skip
    assert found.organization == "isp.example"
    assert found.policy.domain == "isp.example"
    assert found.asked == ("a.mail.isp.example", "mail.isp.example", "isp.example", "example")


def test_psd_n_ends_the_walk():
    found = walk("a.b.example", tree(b_example="v=DMARC1; p=none; psd=n", example="v=DMARC1; p=reject"))  # fmt: skip
    assert (found.organization, found.policy.domain) == ("b.example", "b.example")


def test_psd_y_gives_the_name_below():
    found = walk("x.a.bank.example", tree(bank_example="v=DMARC1; p=reject; psd=y"))
    assert (found.organization, found.policy.domain) == ("a.bank.example", "bank.example")
    assert found.wanted == "reject"


def test_a_long_name_costs_eight_queries():
    name = ".".join("abcdefghijk") + ".isp.example"
    found = walk(name, Recorded({}))
    assert len(found.asked) == 8
    assert found.asked[1] == ".".join("ghijk") + ".isp.example"
    assert (found.policy, found.organization, found.wanted) == (None, name, "")


def test_several_records_count_as_none():
    found = walk("a.example", tree(a_example=["v=DMARC1; p=none", "v=DMARC1; p=reject"]))
    assert (found.policy, found.several) == (None, ("a.example",))


def test_a_missing_answer_that_decides_is_told():
    with pytest.raises(NoAnswer, match=r"_dmarc\.isp\.example"):
        walk("a.isp.example", Recorded({("_dmarc.isp.example", "TXT"): None}))


def test_a_silent_suffix_is_passed_over():
    answers = {("_dmarc.isp.example", "TXT"): ["v=DMARC1; p=none"], ("_dmarc.example", "TXT"): None}
    assert walk("isp.example", Recorded(answers)).unknown == ("example",)


def test_addresses_of_reports():
    policy = parse_policy("a.example", "v=DMARC1; p=none; rua=mailto:a@b.example!10m, https://x")
    assert policy.report_to == ("a@b.example",)
    assert policy.failures_to == ()


def test_the_older_way_finds_the_registered_domain():
    assert listed_organization("a.b.isp.co.jp") == "isp.co.jp"


@given(st.text(max_size=200))
def test_any_text_is_a_policy_or_none(text):
    for one in (text, "v=DMARC1;" + text):
        policy = parse_policy("a.example", one)
        assert policy is None or policy.asks("np") in ("none", "quarantine", "reject")
