import pytest

from noroshi.testing.judged_pages import imitation, judged, weight
from noroshi.testing.visits import page_visit

SHOP = "電動工具 80%OFF ¥2,000 ゴルフクラブ 70%OFF ¥3,000 腕時計 60%OFF ¥900 ソファ 75%OFF ¥5,000 美容液 コート カートに入れる 銀行振込のみ"


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("sites.steep-discounts", SHOP),
        ("sites.transfer-only", SHOP),
        ("sites.seller-untold", SHOP),
        ("sites.mixed-goods", SHOP),
        ("sites.checkout-elsewhere", SHOP + '<a href="https://pay.other.test/checkout">購入</a>'),
        (
            "sites.support-scam",
            "<p>ウイルスに感染しました。閉じないでください。サポート 050-0000-1234",
        ),
        ("sites.false-update", '<p>ブラウザを最新に更新してください<a href="/setup.exe">更新</a>'),
        (
            "sites.pasted-command",
            "<p>Windows + R を押し Ctrl + V <script>navigator.clipboard.writeText('powershell -c x')</script>",
        ),
        ("sites.open-listing", '<title>Index of /</title><a href="kit.zip">kit.zip</a>'),
    ],
)
def test_what_speaks_for_other_harms(code: str, html: str) -> None:
    assert weight(judged(page_visit("https://x1.test/", html)), code) > 0


def test_a_place_for_parts_counts_where_it_asks() -> None:
    assert (
        weight(
            judged(imitation("town.test", path="/wp-content/x/index.php")), "sites.injected-path"
        )
        > 0
    )
    assert weight(judged(imitation("town.test")), "sites.injected-path") == 0


def test_a_shop_s_ordinary_sale_is_no_steep_one() -> None:
    assert (
        weight(
            judged(
                page_visit("https://x1.test/", "急須 10%OFF ¥3,200 茶 5%OFF ¥900 カートに入れる")
            ),
            "sites.steep-discounts",
        )
        == 0
    )


def test_an_article_about_viruses_is_no_scam() -> None:
    assert (
        weight(
            judged(page_visit("https://x1.test/", "<p>ウイルスに感染した端末が増えている。")),
            "sites.support-scam",
        )
        == 0
    )
