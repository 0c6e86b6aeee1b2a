import pytest

from noroshi.sites.analyse import url_parts
from noroshi.sites.judge.url_signs import url_signs


def brand_signs(url: str) -> set[str]:
    return {sign for sign in url_signs(url_parts(url)) if sign.startswith("brand=")}


@pytest.mark.parametrize(
    ("url", "sign"),
    [
        ("https://www.amazon.co.jp/ap/signin", "brand=own"),
        ("https://amazon-verify.test/", "brand=label,part"),
        ("https://rakuten.evil.test/", "brand=under,whole"),
        ("https://evil.test/netflix/login", "brand=path"),
        ("https://amaz0n.test/", "brand=drawn"),
    ],
)
def test_the_place_of_a_borrowed_word_is_told(url: str, sign: str) -> None:
    assert sign in brand_signs(url)


def test_a_brand_on_its_own_domain_borrows_nothing() -> None:
    assert brand_signs("https://rakuten.amazon.co.jp/netflix") == {"brand=own"}


def test_other_hosts_have_no_such_sign() -> None:
    assert brand_signs("https://news.example/2026/story") == set()


def test_each_sign_stands_once() -> None:
    signs = url_signs(url_parts("https://a.netflix-netflix.test/netflix?x=1&x=2"))
    assert len(signs) == len(set(signs))
