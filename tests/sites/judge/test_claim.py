import pytest

from noroshi.sites.analyse.document import document_of
from noroshi.sites.brands import shipped_brands
from noroshi.sites.judge.claim import claimed_name, claims_of
from noroshi.testing.visits import page_visit

BRANDS = shipped_brands()


def strength(html: str, brand: str) -> float:
    claims = claims_of(document_of(page_visit("https://x1.test/", html)), BRANDS)
    return next((one.strength for one in claims if one.brand.name == brand), 0.0)


@pytest.mark.parametrize(
    "html",
    [
        "<title>楽天カード ログイン</title>",
        "<title>ログイン</title><h1>【楽天カード】ご利用確認のお願い</h1>",
        "<title>ログイン</title><p>© 楽天カード All Rights Reserved.</p>",
        '<title>x</title><img class="logo" alt="" src="https://www.rakuten-card.co.jp/logo.png">',
        "<title>楽\u200b天カ\u200bード</title>",
    ],
)
def test_an_owner_s_place_is_a_claim(html: str) -> None:
    assert strength(html, "楽天カード") > 0.7


@pytest.mark.parametrize(
    "html",
    [
        "<title>楽天カードをかたるフィッシングに注意</title>",
        "<title>楽天カードの使い方まとめ</title>",
        "<title>茶店</title><p>お支払い：楽天カード、VISA、代金引換</p>",
        "<title>楽天カードから変なSMSが来た</title>",
        "<title>楽天カード、純利益が過去最高を更新</title>",
    ],
)
def test_speaking_of_a_brand_is_none(html: str) -> None:
    assert strength(html, "楽天カード") < 0.3


def test_a_page_of_hardly_a_word_claims_whom_it_names() -> None:
    form = '<input type="password">'
    for words in ("楽天カードアカウントの確認", "楽天カードをご利用いただきありがとうございます"):
        assert strength(f"<title>Login</title><p>{words}</p>{form}", "楽天カード") > 0.7
    for words in (
        "使えるカード：楽天カード",
        "楽天カードでログインできます",
        "楽天カードを使っている人いますか",
    ):
        assert strength(f"<title>店</title><p>{words}</p>{form}", "楽天カード") < 0.4


def test_a_button_to_log_in_by_another_s_account_is_none() -> None:
    assert (
        strength(
            "<title>Hako</title><button>Continue with Google</button><button>LINEでログイン</button>",
            "Google",
        )
        < 0.1
    )


def test_addresses_name_nobody() -> None:
    assert strength("<title>店</title><p>mail: shop@gmail.com</p>", "Google") == 0


def test_a_page_s_own_word_for_itself() -> None:
    page = document_of(page_visit("https://x1.test/", "<title>ログイン｜つばめ信金会員</title>"))
    assert claimed_name(page) == "つばめ信金"
    assert claimed_name(document_of(page_visit("https://x1.test/"))) == ""


def test_what_a_page_looks_like_is_a_claim() -> None:
    page = document_of(page_visit("https://x1.test/", "<title>x</title>"))
    (claim,) = claims_of(page, BRANDS, {"楽天カード": 0.9})
    assert (claim.brand.name, claim.where) == ("楽天カード", "looks")
