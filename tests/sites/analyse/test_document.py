from base64 import b64encode

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.analyse.asking import Ask
from noroshi.sites.analyse.document import MOST_NODES, document_of, host_of
from noroshi.sites.visit import Field
from noroshi.testing.visits import page_visit

PAGE = """<title>あさぎ銀行 ログイン</title><link rel="icon" href="https://own.example/f.ico">
<img class="logo" alt="あさぎ銀行" src="/l.png"><h1>あさぎ<b>銀行</b></h1>
<form method="POST" action="post.php"><p>カード番号</p><input name="a1"><div contenteditable>x</div></form>
<footer>© あさぎ銀行 All Rights Reserved. <a href="https://own.example/privacy">個人情報</a></footer>
<button onclick="go()">次へ</button><script>var a=1</script>"""


def test_a_page_is_taken_apart() -> None:
    page = document_of(page_visit("https://x1.test/jp/", PAGE))
    assert page.title == "あさぎ銀行 ログイン"
    assert (page.host, page.domain) == ("x1.test", "x1.test")
    assert page.owners == ("あさぎ銀行",)
    assert "あさぎ銀行" in page.marks
    assert ("icon", "https://own.example/f.ico") in page.parts
    assert ("logo", "https://x1.test/l.png") in page.parts
    assert [link.url for link in page.legal_links] == ["https://own.example/privacy"]
    assert "go()" in page.script.text
    assert page.buttons == ("次へ",)


def test_words_before_a_field_tell_what_it_is_for() -> None:
    card, editable = document_of(page_visit("https://x1.test/jp/", PAGE)).asked[:2]
    assert (card.ask, card.action, card.method) == (Ask.CARD, "https://x1.test/jp/post.php", "post")
    assert editable.fake


def test_a_masked_text_field_is_a_password() -> None:
    html = '<input type="text" name="x" style="-webkit-text-security:disc">'
    (field,) = document_of(page_visit("https://x1.test/", html)).asked
    assert (field.ask, field.fake) == (Ask.PASSWORD, True)


def test_words_in_pictures_and_frames_are_read() -> None:
    svg = b64encode("<svg><text>あさぎ銀行</text></svg>".encode()).decode()
    html = f'<img src="data:image/svg+xml;base64,{svg}"><iframe srcdoc="<input type=password>"></iframe>'
    page = document_of(page_visit("https://x1.test/", html))
    assert "あさぎ銀行" in page.marks
    assert Ask.PASSWORD in {one.ask for one in page.asked}


def test_fields_that_only_the_browser_saw_count() -> None:
    seen = Field(
        kind="password", name="p", label="", autocomplete="", visible=True, action="", method=""
    )
    page = document_of(page_visit("https://x1.test/", "<p>x", fields=[seen]))
    assert [one.ask for one in page.asked] == [Ask.PASSWORD]


def test_a_page_beyond_the_bound_is_cut_and_says_so() -> None:
    page = document_of(page_visit("https://x1.test/", "<p>" * (MOST_NODES + 10)))
    assert not page.whole
    assert document_of(page_visit("https://x1.test/", "<p>")).whole


def test_no_page_gives_an_empty_document() -> None:
    assert document_of(page_visit("https://x1.test/")).asked == ()
    assert host_of("http://[bad") == ""


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_markup_is_taken(html: str) -> None:
    document_of(page_visit("https://x1.test/", html))


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<a href='",
                "<iframe srcdoc='",
                "<input ",
                "<svg>",
                "'>",
                "data:",
                "\0",
                "http://[",
                "<form action=",
            ]
        ),
        max_size=30,
    )
)
def test_broken_markup_is_taken(parts: list[str]) -> None:
    document_of(page_visit("https://x1.test/", "".join(parts)))
