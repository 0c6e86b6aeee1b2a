"""Markup: what a link leads to takes the place of what it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.markup import Link, plain_text, with_links

MASTODON = (
    '<p>偽 <a href="https://evil.test/a?b=1&amp;c=2" rel="nofollow"><span class="invisible">https://'
    '</span><span class="ellipsis">evil.test/a?b</span><span class="invisible">=1&amp;c=2</span></a>'
    ' <a href="https://m.example/tags/x" class="mention hashtag">#<span>x</span></a></p>'
)


def test_a_link_of_mastodon_is_written_out_once():
    assert plain_text(MASTODON).split() == ["偽", "https://evil.test/a?b=1&c=2", "#x"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[ここ](https://evil.test/x) $[x2 危険]", ["https://evil.test/x", "危険]"]),
        ("?[静か](https://evil.test/x)", ["https://evil.test/x"]),
        ("evil[.](test)", ["evil[.](test)"]),
        ("1 < 2 と <https://evil.test/y>", ["1", "<", "2", "と", "<https://evil.test/y>"]),
        ('<a href="/local">ここ</a>', ["ここ"]),
        ("https://evil.test/?a=1&amp;b=2", ["https://evil.test/?a=1&b=2"]),
        ("<p>a</p><p>b<br>c</p>", ["a", "b", "c"]),
        ("<a href=https://evil.test/z>見る", ["https://evil.test/z"]),
    ],
)
def test_text_is_what_a_reader_sees_with_targets(text, words):
    assert plain_text(text).split() == words


def test_facets_are_counted_in_octets():
    text = "偽 evil.test/abc… です"
    start, end = len("偽 ".encode()), len("偽 evil.test/abc…".encode())
    assert with_links(text, [Link(start, end, "https://evil.test/abcdef")]).split() == [
        "偽", "https://evil.test/abcdef", "です",
    ]  # fmt: skip


@given(
    st.text(max_size=50),
    st.lists(st.tuples(st.integers(), st.integers(), st.text(max_size=5)), max_size=5),
)
def test_links_anywhere_do_not_break_a_text(text, links):
    assert isinstance(with_links(text, [Link(*link) for link in links]), str)


@given(st.text(alphabet="<>a/ph ref=\"'[]()$&;", max_size=200))
def test_any_markup_is_read(text):
    assert isinstance(plain_text(text), str)
