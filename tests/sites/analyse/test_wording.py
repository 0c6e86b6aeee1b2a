import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.analyse.wording import MOST_CHARACTERS, broken_words, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ロ\u200bグ\u200cイ\u2060ン", "ログイン"),
        ("ＬＩＮＥ　Ｐａｙ", "LINE Pay"),
        ("\u0430m\u0430z\u043en", "amazon"),
        ("楽 天 カ ー ド", "楽天カード"),
        ("a  b\n c", "a b c"),
    ],
)
def test_a_word_reads_the_same_however_it_is_written(written: str, read: str) -> None:
    assert plain(written) == read


def test_words_that_nobody_broke_count_nothing() -> None:
    assert broken_words("ログイン login Москва") == 0


def test_broken_words_are_counted() -> None:
    assert broken_words("ロ\u200bグイン") == 1
    assert broken_words("\u0430mazon") == 1


@settings(deadline=None)
@given(st.text(max_size=300))
def test_plain_settles(text: str) -> None:
    once = plain(text)
    assert plain(once).replace(" ", "") == plain(plain(once)).replace(" ", "")


def test_no_more_than_the_bound_is_looked_at() -> None:
    assert len(plain("x" * (MOST_CHARACTERS + 10))) == MOST_CHARACTERS
