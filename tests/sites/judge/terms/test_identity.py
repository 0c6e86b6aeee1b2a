from noroshi.testing.judged_pages import article, imitation, judged, own_page, weight
from noroshi.testing.visits import page_visit


def test_a_borrowed_name_counts_more_where_secrets_are_asked() -> None:
    silent = page_visit("https://x7k2q9.test/", "<title>楽天カード</title><h1>楽天カード</h1>")
    assert (
        weight(judged(imitation()), "sites.borrowed-brand")
        > weight(judged(silent), "sites.borrowed-brand")
        > 0
    )


def test_the_owner_borrows_nothing() -> None:
    assert weight(judged(own_page()), "sites.borrowed-brand") == 0
    assert weight(judged(own_page()), "sites.own-brand") < -5


def test_logo_and_terms_elsewhere_need_no_list_of_brands() -> None:
    html = '<title>会員</title><img class="logo" src="https://unlisted.example/l.png"><a href="https://unlisted.example/privacy">個人情報</a><input type="password">'
    assert weight(judged(page_visit("https://x1.test/", html)), "sites.identity-elsewhere") > 2
    assert (
        weight(
            judged(page_visit("https://www.unlisted.example/", html)), "sites.identity-elsewhere"
        )
        == 0
    )


def test_a_mere_mention_speaks_against() -> None:
    assert weight(judged(article()), "sites.mentioned") < 0
