"""Ids of URLs and origins are digests."""

from noroshi.spine.model.site_report import origin_id, url_id
from noroshi.testing.site_reports import wanted


def test_a_url_s_id_is_its_digest():
    assert wanted("http://a.example/").id == url_id("http://a.example/")
    assert url_id("http://a.example/") != url_id("http://b.example/")


def test_an_origin_tells_neither_its_source_nor_its_name():
    made = origin_id("watch", "post-by-taro")
    assert "taro" not in made
    assert made != origin_id("other", "post-by-taro")
    assert origin_id("a", "b\0c") != origin_id("a\0b", "c\0")
