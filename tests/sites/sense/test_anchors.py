"""Links of HTML are found, however it is written, and said to differ where they do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.anchors import MOST_ANCHORS, anchors


@pytest.mark.parametrize(
    ("html", "target", "differs"),
    [
        ('<a href="http://bad.example/x">https://www.bank.test/</a>', "http://bad.example/x", True),
        ("<A class=b HREF='//bad.example'>Click</A>", "http://bad.example", False),
        ("<a\nhref=http://a.example/&amp;b>a.example</a>", "http://a.example/&b", False),
        ('<form action="https://bad.example/post">', "https://bad.example/post", False),
        ('<area href="http://a.example/">', "http://a.example/", False),
        ('<a href="ht\ntp://a.exa\tmple/">x', "http://a.example/", False),
    ],
)
def test_a_link_is_read(html, target, differs):
    (found,) = anchors(html)
    assert (found.target, found.differs) == (target, differs)


@pytest.mark.parametrize("html", ['<a href="mailto:x@a.example">', "<a name=x>", "<b href=http://a.example>", ""])  # fmt: skip
def test_other_links_are_left(html):
    assert anchors(html) == ()


def test_megabytes_of_nothing_hide_no_link_and_many_links_are_bounded():
    assert anchors("<p>x</p>" * 500_000 + '<a href="http://a.example/">')
    assert len(anchors('<a href="http://a.example/">' * 2_000)) == MOST_ANCHORS


@given(st.text(alphabet="<a href='\"=>/:.htp xé\n&;", max_size=300))
def test_any_text_is_read(html):
    assert all(
        one.target.startswith("http") or one.target[:4].lower() == "http" for one in anchors(html)
    )
