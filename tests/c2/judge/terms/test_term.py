import math
from collections import Counter

import pytest

from noroshi.c2.judge import term_title
from noroshi.c2.judge.model import SICK_CLIENTS
from noroshi.c2.judge.terms import TERMS
from noroshi.c2.judge.terms.term import sentence
from noroshi.spine.model import Text

EXTREMES = (0.0, 1.0, 0.004, 99.5, 65535.0, 1e15, 1e300, -1.0)


def test_codes_and_titles_are_unique():
    for kept in (
        [t.code for t in TERMS],
        [term_title(t.code).ja for t in TERMS] + [term_title(SICK_CLIENTS).ja],
        [term_title(t.code).en for t in TERMS] + [term_title(SICK_CLIENTS).en],
    ):
        assert [name for name, count in Counter(kept).items() if count > 1] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.code)
def test_every_term_is_whole(term):
    assert term.code.startswith("c2.")
    assert term.sign in (1, -1)
    assert math.isfinite(term.prior)
    assert term.prior > 0
    assert term.title.ja
    assert term.title.en
    assert term.unit
    assert term.source


@pytest.mark.parametrize("value", EXTREMES)
@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.code)
def test_every_value_has_its_sentence_in_both_languages(term, value):
    said = term.say(value)
    assert said.ja.endswith("。")
    assert said.en.endswith(".")
    assert said.ja != said.en
    assert "{" not in said.ja + said.en


def test_the_value_stands_in_both_sentences():
    assert sentence("{v:.0f}回です。", "{v:,.1f} times.")(1234.5) == Text(ja="1234回です。", en="1,234.5 times.")  # fmt: skip


def test_an_unknown_code_is_its_own_title():
    assert term_title("c2.unheard") == Text(ja="c2.unheard", en="c2.unheard")
