import asyncio
from dataclasses import replace
from pathlib import Path

from noroshi.jobs.sites.branding import brands_in_force, capture_references, problems
from noroshi.sites.brands import BrandList, parse_brands, shipped_brands
from noroshi.sites.brands.references import FILE, read_references
from noroshi.sites.visit import Visit
from noroshi.spine.home import Home
from noroshi.testing.visits import page_visit


def test_the_shipped_list_keeps_its_rules() -> None:
    assert list(problems(shipped_brands())) == []


def test_what_breaks_a_rule_is_told() -> None:
    text = "A\tx\tco.jp\tsame\thttps://a.co.jp/\nB\tx\tb.workers.dev\tSame\thttp://b.example/\n"
    found = [text.en for _, text in problems(BrandList(parse_brands(text, "t")))]
    assert len(found) == 4
    assert any("several brands" in one for one in found)


def test_captures_keep_pages_that_stayed_on_the_brand_s_own_host(tmp_path: Path) -> None:
    home = Home(tmp_path)
    brands = list(brands_in_force(home).brands[:2])

    async def look(url: str, profile: str) -> Visit:
        led = "" if url == brands[0].source else "https://elsewhere.test/"
        return replace(page_visit(url, "<p>x", final_url=led), favicon=b"icon")

    async def run() -> list[bool]:
        return [seen async for _, seen in capture_references(home, look, brands)]

    assert asyncio.run(run()) == [True, False]
    asyncio.run(run())
    assert [one.brand for one in read_references(tmp_path / "sites" / FILE).looks] == [
        brands[0].name
    ]
