"""Feeds of either kind are read when they change."""

import pytest

from noroshi.sites.sense.watch.rss import rss_batches
from noroshi.spine.model import SourceError
from noroshi.testing.sources import Document, way_to, web

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>緊急情報</title>
<item><guid>1</guid><title>偽サイト</title><author>taro@example.com</author>
<description>&lt;p&gt;hxxps://login[.]bank[.]example/ に注意&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:1</id>
<title>news</title><content type="html">&lt;a href="http://bad.example/"&gt;x&lt;/a&gt;</content></entry></feed>"""


@pytest.mark.parametrize(("body", "said"), [(RSS, "login[.]bank"), (ATOM, "http://bad.example/")])
def test_entries_are_read(body, said):
    with web(Document(body.encode())) as url:
        (batch,) = rss_batches(way_to(url), "")
    assert said in batch.posts[0].text
    assert "taro" not in batch.posts[0].text


def test_a_feed_is_read_again_when_it_changed():
    document = Document(RSS.encode())
    with web(document) as url:
        (batch,) = rss_batches(way_to(url), "")
        assert list(rss_batches(way_to(url), batch.cursor)) == []
        document.body = ATOM.encode()
        assert list(rss_batches(way_to(url), batch.cursor)) != []
    assert document.served == 2


@pytest.mark.parametrize("body", [b"", b"<html><p>no</p></html>", b"\0\1\2"])
def test_what_is_no_feed_is_told(body):
    with web(Document(body)) as url, pytest.raises(SourceError, match="neither RSS nor Atom"):
        list(rss_batches(way_to(url), ""))
