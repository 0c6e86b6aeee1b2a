"""Rules: what is the same for every text is proved once; the rest is read from the text."""

import pytest
import re2

from noroshi.iot.analyse.fingerprint import Fingerprint
from noroshi.iot.analyse.rule import MIN_MEM, options, rule_of


def rule(pattern, captured):
    fixed = {"hw.vendor": "Example", "service.vendor": "Other"}
    return rule_of(Fingerprint(source="x#0", pattern=pattern, fixed=fixed, captured=captured))


def test_a_rule_that_captures_nothing_gives_one_proof_to_all_texts():
    made = rule("EX-[0-9]+", {})
    first, second = made.proof(b"EX-1"), made.proof(b"EX-2")
    assert first is second
    assert (first.source, first.pattern, len(first.claims)) == ("x#0", "EX-[0-9]+", 2)


def test_a_rule_that_captures_proves_what_each_text_says():
    made = rule("(EX-[0-9]+)", {"hw.product": 1})
    assert [made.proof(text).claims[0].product for text in (b"EX-1", b"EX-2")] == ["EX-1", "EX-2"]


def test_octets_that_are_no_text_are_captured_as_replaced():
    assert rule(r"(a\C)", {"hw.product": 1}).proof(b"a\xff").params["hw.product"] == "a\ufffd"


def test_a_place_is_where_the_pattern_begins_or_the_end():
    made = rule("b+", {})
    assert (made.place(b"abb"), made.place(b"aaa")) == (1, 3)


def test_a_long_text_is_asked_again_with_its_high_counts():
    for captured in ({}, {"hw.product": 1}):
        made = rule("^(a{1,300})b", captured)
        assert made.proof(b"a" * 300 + b"b") is not None
        assert made.proof(b"a" * 301 + b"b") is None


def test_a_pattern_too_large_for_little_memory_gets_more():
    pattern = r"((?:\pL-?){1,199}x)"
    with pytest.raises(re2.error):
        re2.compile(pattern.encode(), options(MIN_MEM))
    assert rule(pattern, {"hw.product": 1}).proof(b"ab-x").params["hw.product"] == "ab-x"
