import pytest

from noroshi.testing.judged_pages import LOGIN, article, imitation, judged, weight
from noroshi.testing.visits import page_visit


def page(html: str, host: str = "x1.test"):
    return judged(page_visit(f"https://{host}/", html))


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("sites.asks", LOGIN.format(action="/login")),
        (
            "sites.asks-too-much",
            LOGIN.format(action="/l")
            + "カード番号<input name=cardno>SMS認証コード<input name=otp>",
        ),
        ("sites.fake-fields", '<div contenteditable aria-label="パスワード" id="pw"></div>'),
        ("sites.sends-abroad", LOGIN.format(action="https://api.telegram.org.test/bot1/send")),
        ("sites.kit-endpoint", LOGIN.format(action="/api/tijiao")),
        (
            "sites.pressure",
            "<p>アカウントは停止されました。24時間以内に更新してください。</p>"
            + LOGIN.format(action="/l"),
        ),
        (
            "sites.guards",
            LOGIN.format(action="/l") + "<script>document.oncontextmenu=()=>false</script>",
        ),
        ("sites.hidden-words", "<p>ロ\u200bグ\u200bイ\u200bン</p>" + LOGIN.format(action="/l")),
        ("sites.bare-form", LOGIN.format(action="/l")),
    ],
)
def test_what_speaks_for_a_theft(code: str, html: str) -> None:
    assert weight(page(html), code) > 0


def test_a_log_in_at_a_known_service_speaks_against() -> None:
    assert (
        weight(page(LOGIN.format(action="https://acme.okta.com/login")), "sites.known-service") < 0
    )


def test_a_page_that_asks_nothing_speaks_against() -> None:
    assert weight(judged(article()), "sites.no-request") < 0
    assert weight(judged(imitation()), "sites.no-request") == 0
