"""The life of a page as pages and commands read it."""

import pytest

from noroshi.jobs.sites.following_view import (
    followed_pages,
    host_in,
    page_life,
    state_counts,
    state_text,
)
from noroshi.sites.defang import defanged
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.model.site_life import LifeState
from noroshi.spine.model.site_report import url_id
from noroshi.spine.store import Database
from noroshi.testing.followed_pages import URL, FollowedHome


@pytest.fixture
def database(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as opened:
        FollowedHome(home, opened).add()
        yield opened


def test_a_page_is_found_by_url_and_id(database):
    by_url, by_id = page_life(database, URL), page_life(database, url_id(URL))
    assert by_url == by_id == page_life(database, defanged(URL))
    assert by_url.followed.state is LifeState.ALIVE
    assert (by_url.looks, by_url.editions, by_url.drafts) == ((), (), ())
    with pytest.raises(InputError, match="never reported"):
        page_life(database, "http://never.example/")


def test_pages_are_listed_and_counted_by_state(database):
    assert [one.url for one in followed_pages(database, LifeState.ALIVE)] == [URL]
    assert followed_pages(database, LifeState.DEAD) == []
    assert state_counts(database) == {LifeState.ALIVE: 1}
    assert (state_text(LifeState.DEAD).ja, state_text(LifeState.DEAD).en) == ("停止", "dead")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (URL, "x7k2q9.test"),
        (url_id(URL), "x7k2q9.test"),
        ("hxxps://x7k2q9[.]test/login", "x7k2q9.test"),
        ("x7k2q9[.]test", "x7k2q9.test"),
        ("WWW.Bank.example", "www.bank.example"),
        ("[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_a_host_is_named_in_many_ways(database, text, host):
    assert host_in(database, text) == host


def test_a_url_without_a_host_is_refused(database):
    with pytest.raises(InputError, match="no host"):
        host_in(database, "https:///")
