"""Kept evidence is read back; what is broken or elsewhere is passed over."""

import pytest

from noroshi.jobs.sites.kept_evidence import packages_of
from noroshi.spine.home import Home
from noroshi.spine.model.site_queue import SiteVisit
from noroshi.spine.store import Database
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import URL, FollowedHome


@pytest.fixture
def kept(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:
        FollowedHome(home, database).add()
        yield home, SiteQueue(database).visits(URL)


def test_a_package_tells_who_answered_and_how_its_files_were_signed(kept):
    home, visits = kept
    (one,) = packages_of(home, visits)
    assert one.hosts == {"x7k2q9.test": ("192.0.2.1",)}
    assert (one.final_url, one.visit.url) == (URL, URL)
    assert {part.name for part in one.parts} >= {"screenshot.png", "page.html", "visit.json"}


@pytest.mark.parametrize("spoil", ["{", '{"chain": 7}', None])
def test_a_broken_package_is_passed_over(kept, spoil):
    home, visits = kept
    file = home.evidence / "visits" / visits[0].evidence / "visit.json"
    file.unlink()
    if spoil is not None:
        file.write_text(spoil)
    assert list(packages_of(home, visits)) == []


@pytest.mark.parametrize("name", ["", "../../secrets", "gone"])
def test_nothing_outside_of_the_folder_is_read(kept, name):
    home, _ = kept
    visit = SiteVisit(
        url=URL, profile="m", started_at=MADE_AT, ended_at=MADE_AT, outcome="page", evidence=name
    )
    assert list(packages_of(home, [visit])) == []
