from noroshi.testing.judged_pages import article, judged, weight
from noroshi.testing.visits import page_visit

LAW = "特定商取引法に基づく表記 販売業者：有限会社山田茶店 代表 山田太郎 大阪府堺市1-2-3 TEL 072-000-0000"


def page(html: str, host: str = "x1.test"):
    return judged(page_visit(f"https://{host}/", html))


def test_links_into_the_same_site_speak_against() -> None:
    links = "".join(f'<a href="/p{n}">p{n}</a>' for n in range(12))
    assert weight(page(links), "sites.rooted") < 0


def test_an_article_speaks_against() -> None:
    assert weight(judged(article()), "sites.article") < -2


def test_a_seller_who_tells_all_speaks_against_unless_doubtful() -> None:
    assert weight(page(LAW), "sites.seller-told") < 0
    assert weight(page(LAW + " shop@163.com"), "sites.seller-told") == 0


def test_a_host_named_as_the_page_speaks_against() -> None:
    assert (
        weight(page("<title>Log in - Hakoflow</title>", "app.hakoflow.test"), "sites.own-name") < 0
    )
    assert weight(page("<title>Log in - Hakoflow</title>", "app.other.test"), "sites.own-name") == 0
