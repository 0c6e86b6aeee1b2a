"""A brand: what is its own, its captured pages, and what bears its name."""

import asyncio
from dataclasses import replace

from noroshi.jobs.sites.branding import brands_in_force, capture_references
from noroshi.testing.site_cases import AT, BAD_CASE, picture
from noroshi.testing.visits import page_visit

from .conftest import words

BRAND = "楽天カード"


def capture(hub):
    brand = brands_in_force(hub.home).named(BRAND)

    async def look(url, profile, *, channel=None):
        return replace(page_visit(url, "<p>official</p>"), screenshot=picture(), started=AT)

    async def run():
        return [seen async for _, seen in capture_references(hub.home, look, [brand])]

    assert asyncio.run(run()) == [True]


def test_a_brand_shows_its_domains_and_pages_that_bear_its_name(enter):
    for language, told in (("en", "Its own domains rakuten"), ("ja", "本来のドメイン rakuten")):
        with enter(language=language) as client:
            page = client.get(f"/sites/brands/{BRAND}")
        assert told in words(page)
        assert f"/sites/{BAD_CASE}" in page.text
        assert "x7k2q9[.]test" in words(page)


def test_the_captured_page_is_shown_beside_the_imitation(enter, hub):
    with enter() as client:
        assert client.get(f"/sites/brands/{BRAND}/screens/0").status_code == 404
        capture(hub)
        picture_of = client.get(f"/sites/brands/{BRAND}/screens/0")
        assert picture_of.headers["content-type"] == "image/png"
        assert f"Official page of {BRAND}" in words(client.get(f"/sites/{BAD_CASE}"))
        assert "Its own pages, as captured" in words(client.get(f"/sites/brands/{BRAND}"))


def test_brands_are_listed_by_the_pages_that_bear_them(enter):
    with enter() as client:
        assert f"{BRAND} 2" in words(client.get("/sites/brands"))


def test_a_brand_that_nobody_knows_is_not_found(enter):
    with enter() as client:
        assert client.get("/sites/brands/nobody").status_code == 404
        assert client.get("/sites/brands/Amazon").status_code == 200
