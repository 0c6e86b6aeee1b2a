"""The matcher: first in order wins, and hostile texts find bounds instead of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse import matcher as module
from noroshi.iot.analyse.fingerprint import Fingerprint
from noroshi.iot.analyse.matcher import MAX_TEXT, SET_SIZE, Matcher
from noroshi.spine.model import ConfigError


def rules(*patterns):
    return [
        Fingerprint(source=str(place), pattern=pattern, fixed={}, captured={"x": 1})
        for place, pattern in enumerate(patterns)
    ]


def test_the_first_fingerprint_that_fits_wins():
    proof = Matcher(rules("(b)", "(ab)", "(a)")).first("ab")
    assert (proof.source, proof.params) == ("0", {"x": "b"})


def test_the_earliest_in_the_text_wins_where_it_is_asked_for():
    matcher = Matcher(rules("(b)", "(a)", "(a)"))
    assert matcher.earliest("ab").source == "1"
    assert matcher.earliest("b").source == "0"
    assert matcher.earliest("c") is None


def test_order_holds_across_sets():
    many = rules(*["(never)"] * SET_SIZE, "(ab)", "(a)")
    assert Matcher(many).first("ab").source == str(SET_SIZE)


def test_no_rule_knows_nothing():
    assert Matcher([]).first("anything") is None


def test_text_beyond_the_bound_is_not_looked_at():
    assert Matcher(rules("(end)")).first("x" * MAX_TEXT + "end") is None


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*)*(.*)*b", "(?s)((a*)*)*c"])
def test_patterns_that_explode_elsewhere_end_here(pattern):
    assert Matcher(rules(pattern)).first("a" * (MAX_TEXT - 1) + "!") is None


@given(st.text(max_size=300))
def test_any_text_is_answered(text):
    matcher = Matcher(rules("(?i)^(server)", r"(\d+)"))
    found = matcher.first(text)
    assert found is None or found.params["x"]


def test_lone_surrogates_are_text_too():
    assert Matcher(rules("(a)")).first("\ud800a") is not None


def test_a_high_count_is_kept_where_the_text_is_longer():
    matcher = Matcher(rules("^(a{1,300})b", "^(a{1,400})b"))
    found = [matcher.first("a" * number + "b") for number in (300, 301, 401)]
    assert [proof and proof.source for proof in found] == ["0", "1", None]
    assert matcher.earliest("a" * 301 + "b").source == "1"


def test_a_high_count_that_re2_refuses_is_refused():
    with pytest.raises(ConfigError, match="0: RE2 refuses"):
        Matcher(rules("(?:(a{1,300})b){1,300}")).first("ab")


def test_patterns_that_need_more_memory_get_it(monkeypatch):
    monkeypatch.setattr(module, "SET_MEM", 1)
    assert Matcher(rules("(a)")).first("a").source == "0"


def test_a_set_beyond_all_memory_names_its_place(monkeypatch):
    monkeypatch.setattr(module, "SET_MEM", 1)
    monkeypatch.setattr(module, "MAX_MEM", 2)
    with pytest.raises(ConfigError, match="0 and those after it"):
        Matcher(rules("(a)")).first("a")
