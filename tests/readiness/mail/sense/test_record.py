"""Records: each cell in its one form, and nothing taken for a pass that is none."""

import pytest

from noroshi.readiness.mail.sense.record import (
    ROW,
    count_of,
    domain_of,
    result_of,
    source_of,
    verdict_of,
    word_of,
)


@pytest.mark.parametrize(
    ("text", "source"),
    [("192.0.2.1", "192.0.2.1"), ("2001:DB8:0::1", "2001:db8::1"), ("192.0.2.300", ""), ("", "")],
)
def test_a_source_has_one_spelling(text, source):
    assert source_of(text) == source


@pytest.mark.parametrize(
    ("text", "count"),
    [("7", 7), ("0", 0), ("-1", None), ("", None), ("\u0663", None), ("9" * 30, None)],
)
def test_a_count_is_digits_within_a_bound(text, count):
    assert count_of(text) == count


def test_of_an_address_the_domain_alone_is_kept():
    assert domain_of("Somebody <a.person@ISP.example.>") == "isp.example"
    assert domain_of("no domain") == ""


def test_a_result_is_three_words_with_a_dash_for_what_is_not_told():
    assert result_of({"result": "pass", "domain": "isp.example"}) == "pass isp.example -"
    assert word_of("a b") == "ab"


def test_what_is_no_known_word_is_unknown():
    told = {"disposition": "odd", "dkim": "PASS", "spf": "softpass", "header_from": "isp.example"}
    verdict = verdict_of(told, ["Local_Policy"], ["pass isp.example s1"], [])
    assert dict(zip(ROW[2:], verdict, strict=True)) == {
        "disposition": "unknown",
        "dkim": "pass",
        "spf": "unknown",
        "header_from": "isp.example",
        "envelope_from": "",
        "envelope_to": "",
        "reasons": "local_policy",
        "dkim_results": ["pass isp.example s1"],
        "spf_results": [],
    }
