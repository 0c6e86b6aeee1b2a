import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from noroshi.jobs.sites.judging import (
    Address,
    PlayedPages,
    judge_addresses,
    own_parameters,
    read_addresses,
)
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.net.web_server import WebRequest
from noroshi.testing.judged_pages import article, imitation
from noroshi.testing.visits import page_visit

LOOKS: list[tuple[str, str]] = []


async def look(url: str, profile: str):
    LOOKS.append((url, profile))
    if "veil" in url:
        return page_visit(
            url, imitation().html if profile == "desktop" else "<p>…", profile=profile
        )
    return page_visit(
        url, article().html + "<p>本文</p>" * 60 if "news" in url else imitation().html
    )


def judge(tmp_path: Path, *urls: str) -> list:
    LOOKS.clear()

    async def run() -> list:
        parameters = own_parameters(Home(tmp_path))
        return [
            row
            async for row in judge_addresses([Address(url=url) for url in urls], look, parameters)
        ]

    return asyncio.run(run())


def test_rows_come_in_order_with_verdict_brand_and_reasons(tmp_path: Path) -> None:
    rows = judge(tmp_path, "https://x7k2q9.test/login", "https://news.test/1")
    assert [(row["verdict"], row["brand"], row["visits"]) for row in rows] == [
        ("phish", "楽天カード", 1),
        ("benign", "", 1),
    ]
    assert all(set(reason) == {"ja", "en"} for row in rows for reason in row["reasons"])


def test_evidence_is_kept_and_markup_is_text(tmp_path: Path) -> None:
    (row,) = judge(tmp_path, "https://x7k2q9.test/login")
    folder = Path(row["evidence"])
    assert json.loads((folder / "finding.json").read_text())["class"] == "phish"
    assert json.loads((folder / "visit-1.json").read_text())["profile"] == "mobile"
    assert (folder / "visit-1.html.txt").read_text() == imitation().html


def test_another_visitor_looks_where_little_was_shown(tmp_path: Path) -> None:
    (row,) = judge(tmp_path, "https://veil.test/")
    assert (row["verdict"], row["visits"]) == ("phish", 2)
    assert [profile for _, profile in LOOKS] == ["mobile", "desktop"]


def test_bad_rows_are_counted_and_good_ones_kept() -> None:
    refused: Counter[str] = Counter()
    lines = [
        b'{"id":"a","url":"https://a.test/","html":"x"}',
        b"nonsense",
        b'{"url":"ftp://a"}',
        None,
    ]
    assert [row.id for row in read_addresses(lines, refused)] == ["a"]
    assert refused == {"no-page": 1, "not-a-web-url": 1, "line-too-long": 1}


def test_pages_are_played_at_their_addresses_only() -> None:
    pages = PlayedPages([Address(url="https://a.test/あ?q=1", html="one")])

    def ask(path: str, query: str = "") -> int:
        request = WebRequest(
            method="GET", scheme="https", host="a.test", path=path, query=query, headers={}
        )
        return asyncio.run(pages.answer(request)).status

    assert [ask("/あ", "q=1"), ask("/あ", "q=2"), ask("/")] == [200, 404, 404]


def test_the_operator_s_brands_are_in_force(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    own = tmp_path / "sites" / "brands.tsv"
    own.write_text("楽天カード\tcard\tx7k2q9.test\t\thttps://x7k2q9.test/\n", encoding="utf-8")
    assert judge(tmp_path, "https://x7k2q9.test/login")[0]["verdict"] == "benign"
    own.write_text("broken", encoding="utf-8")
    with pytest.raises(ConfigError):
        own_parameters(Home(tmp_path))
