"""Lists of URLs that others publish: each row once, nobody's name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.sense.watch.table import AT_ONCE, PHISHTANK, URLHAUS, _rows, table_batches
from noroshi.spine.model import SourceError
from noroshi.testing.sources import Document, way_to, web

HAUS = b"""# URLhaus Database Dump\r
# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\r
"7","2026-01-05 01:02:03","http://bad.example/a,b","online","","malware_download","elf","https://haus.example/7/","taro"\r
"""
TANK = b"""phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target
9,http://tank.example/?a=1,http://p.example/9,2026-01-05T00:00:00+00:00,yes,2026-01-05T00:00:00+00:00,yes,Other
10,,x,,,,,
"""


@pytest.mark.parametrize(
    ("columns", "body", "urls"),
    [
        (URLHAUS, HAUS, ["http://bad.example/a,b"]),
        (PHISHTANK, TANK, ["http://tank.example/?a=1"]),
        (None, b"http://one.example/\n\n# note\nhttp://two.example/\n", ["http://one.example/", "http://two.example/"]),
    ],
)  # fmt: skip
def test_the_urls_of_each_kind_are_read(columns, body, urls):
    with web(Document(body)) as url:
        (batch,) = table_batches(way_to(url), columns, "")
        assert list(table_batches(way_to(url), columns, batch.cursor)) == []
    assert [post.urls[0] for post in batch.posts] == urls
    assert "taro" not in repr(batch)
    assert batch.refused == ({"no-url": 1} if columns is PHISHTANK else {})


def test_the_cursor_moves_with_the_last_batch_only():
    body = "".join(f"http://h{n}.example/\n" for n in range(AT_ONCE + 5)).encode()
    with web(Document(body)) as url:
        first, last = table_batches(way_to(url), None, "")
    assert (first.cursor, first.read, last.read) == (None, AT_ONCE, 5)
    assert last.cursor


def test_a_web_page_is_no_list():
    with (
        web(Document(b"<!DOCTYPE html><p>blocked")) as url,
        pytest.raises(SourceError, match="web page"),
    ):
        list(table_batches(way_to(url), None, ""))


@settings(deadline=None)
@given(st.text(max_size=500), st.sampled_from([URLHAUS, PHISHTANK, None]))
def test_any_text_is_rows_or_nothing(text, columns):
    for post in _rows(text.replace("\0", ""), columns):
        assert post is None or post.urls
