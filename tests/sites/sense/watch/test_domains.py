"""Of new domains those with a brand are taken."""

from noroshi.sites.sense.watch.domains import domain_batches
from noroshi.testing.sources import Document, way_to, web


def test_names_with_a_brand_are_taken_whatever_stands_behind_them():
    body = b"MyBank-login.example,2026\nweather.example\nxn--mbank-eze.example\tx\n\nmybank\n"
    with web(Document(body)) as url:
        (batch,) = domain_batches(way_to(url), ("mybank",), "")
    assert [post.urls[0] for post in batch.posts] == [
        "http://mybank-login.example/",
        "http://xn--mbank-eze.example/",
    ]
    assert batch.read == 3


def test_a_long_list_comes_in_portions():
    body = "".join(f"mybank{n}.example\n" for n in range(1500)).encode()
    with web(Document(body)) as url:
        batches = list(domain_batches(way_to(url), ("mybank",), ""))
        assert list(domain_batches(way_to(url), ("mybank",), batches[-1].cursor)) == []
    assert [batch.read for batch in batches] == [1000, 500]
