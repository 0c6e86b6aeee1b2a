"""Labelled: lists as people keep them, each page once, few of each domain."""

import gzip
from collections import Counter

import pytest

from noroshi.sites.evaluate.labelled import domain_share, few_of_each, labelled, read_labelled
from noroshi.spine.model import InputError

CSV = "ts,user,type,value\n2026-01-01,x,url,https://a.test/x\n2026-01-02,x,url,nohost\n"


def read(path):
    refused = Counter()
    return list(read_labelled(path, refused)), refused


def test_a_csv_gives_urls_with_dates_and_counts_what_is_none(tmp_path):
    (tmp_path / "feed.csv").write_text(CSV)
    (row,), refused = read(tmp_path / "feed.csv")
    assert (row.parts.path, row.domain, row.date, row.source) == (
        "x",
        "a.test",
        "2026-01-01",
        "feed",
    )
    assert refused == {"no-host": 1}


def test_a_plain_list_is_read_from_its_first_line(tmp_path):
    (tmp_path / "list.txt.gz").write_bytes(gzip.compress(b"https://a.test/x\n\nb.test\n"))
    rows, _ = read(tmp_path / "list.txt.gz")
    assert [row.parts.host for row in rows] == ["a.test", "b.test"]
    assert [row.is_page for row in rows] == [True, False]


def test_what_is_no_text_is_refused(tmp_path):
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "list.txt")


def test_a_page_counts_once_and_a_domain_a_few_times():
    rows = [labelled(f"https://a.test/{number % 7}") for number in range(20)]
    kept = few_of_each(rows, 5)
    assert len(kept) == 5
    assert kept == few_of_each(reversed(rows), 5)


def test_a_domain_lies_in_one_part_always():
    assert domain_share("a.test") == domain_share("a.test")
    shares = [domain_share(f"a{number}.test") for number in range(1000)]
    assert 0 <= min(shares) < max(shares) < 1
    assert 0.4 < sum(shares) / 1000 < 0.6
