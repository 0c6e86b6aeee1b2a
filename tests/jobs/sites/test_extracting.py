"""Extracting: good posts around a bad one are kept, refusals are counted."""

from collections import Counter

from noroshi.jobs.sites.extracting import extract_posts

LINES = [
    '{"id":"a","text":"hxxps://日本郵便[.]test/?email=taro@mail.example"}'.encode(),
    b"bad",
    None,
    b'{"id":2,"text":"nothing"}',
]


def test_outs_and_refusals_equal_ins():
    refused = Counter()
    rows = list(extract_posts(LINES, refused))
    assert rows == [
        {"id": "a", "urls": ["https://日本郵便.test/?email=taro@mail.example"]},
        {"id": 2, "urls": []},
    ]
    assert refused == {"bad-row": 1, "line-too-long": 1}
    assert len(rows) + refused.total() == len(LINES)


def test_masked_and_canonical_urls_name_no_victim():
    rows = list(extract_posts(LINES[:1], Counter(), canonical=True, masked=True))
    assert rows[0]["urls"] == ["https://xn--wtqu35cb2as82i.test/?email=-masked-"]


def test_what_no_browser_opens_is_left_out_of_the_canonical_form():
    line = b'{"id":1,"text":"https://a.test/ https://evil.0x1/ https://A.test"}'
    (row,) = extract_posts([line], Counter(), canonical=True)
    assert row["urls"] == ["https://a.test/"]
