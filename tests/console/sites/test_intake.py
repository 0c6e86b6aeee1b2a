"""The page of intake shows every source, its budget, and the queue."""

from datetime import timedelta

from litestar.testing import TestClient

from noroshi.console.sites.intake import sources_of
from noroshi.spine.home import Home
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_sources import Reading, SiteSources
from noroshi.testing.site_reports import site_report, wanted

from .conftest import app_of, somebody

TOML = """[[watch]]
name = "x"
kind = "x"
url = "https://api.x.example"
query = "q"
per_day = 50
[[watch]]
name = "new"
kind = "peers"
"""


def fill(hub):
    hub.home.settings_file.write_text(TOML)
    object.__setattr__(hub, "home", Home(hub.home.path))
    database, at = hub.store.database, hub.clock()
    reading = Reading(name="x", read=7, refused={"no-url": 2})
    SiteReports(database).take(
        [site_report(1, wanted(), at=at)], at=at, most_waiting=9, reading=reading
    )
    SiteSources(database).fail("gone", "it is away", at)


def test_sources_are_well_unwell_or_new(bare):
    fill(bare)
    found = {one.name: one for one in sources_of(bare, bare.clock())}
    assert {name: one.health for name, one in found.items()} == {
        "x": "good",
        "new": "open",
        "gone": "bad",
    }
    assert (found["x"].budget, found["x"].spent) == ((50, 10_000), (7, 7))
    assert found["x"].refused == {"no-url": 2}


def test_the_page_shows_them_in_both_languages(bare):
    fill(bare)
    with TestClient(app_of(bare, somebody())) as client:
        for language, words in (
            ("en", "Queue, in the order of visits"),
            ("ja", "確認待ち（確認する順）"),
        ):
            page = client.get("/sites/intake", headers={"Accept-Language": language}).text
            assert words in page
            assert "it is away" in page
            assert "hxxp" in page
        told = client.get("/sites/intake.json").json()
    assert [one["source"] for one in told["sources"]] == ["x", "new", "gone"]
    assert told["queue"] == {"queued": 1}


def test_an_empty_hub_says_what_to_do(bare):
    with TestClient(app_of(bare, somebody())) as client:
        page = client.get("/sites/intake", headers={"Accept-Language": "en"}).text
    assert "Nothing is watched yet" in page
    assert "Nothing waits." in page


def test_a_source_that_gives_nothing_for_long_is_late(bare):
    fill(bare)
    later = bare.clock() + timedelta(hours=2)
    found = {one.name: one for one in sources_of(bare, later)}
    assert (found["x"].health, found["x"].late_s) == ("warn", 7200)
    assert found["new"].late_s is None


def test_old_addresses_lead_to_the_new_ones(bare):
    with TestClient(app_of(bare, somebody())) as client:
        for old in ("/intake", "/intake.json"):
            answer = client.get(old, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (301, f"/sites{old}")
