"""Made pages, looked at by a real browser on this machine, come out as the judge's terms."""

import asyncio
import shutil

import msgspec
import pytest

from noroshi.jobs.sites.measuring_pages import MadePages, measured_file, measured_range
from noroshi.spine.home import Home
from noroshi.testing.judged_pages import imitation

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium"),
]


def test_a_labelled_page_is_visited_and_measured(tmp_path):
    path = tmp_path / "mine.jsonl"
    row = {"id": "1", "url": "https://x7k2q9.test/login", "html": imitation().html, "label": 1}
    path.write_bytes(msgspec.json.encode(row) + b"\n")

    async def rows():
        return [row async for row in measured_file(path, Home(tmp_path / "home").create())]

    (one,) = asyncio.run(rows())
    assert (one.source, one.domain, one.label) == ("mine", "x7k2q9.test", 1)
    assert one.terms["sites.borrowed-brand"] > 0.5


def test_no_seed_measures_nothing(tmp_path):
    async def rows():
        made = MadePages(seeds=(), each=1)
        return [row async for row in measured_range(made, Home(tmp_path / "home").create())]

    assert asyncio.run(rows()) == []
