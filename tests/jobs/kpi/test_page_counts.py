"""Page counts: the life of harmful pages as figures, each with the cases that it was counted from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.jobs.kpi.counting import count_figures, figure_rows
from noroshi.jobs.kpi.page_counts import PAGE_COUNTS
from noroshi.sites.judge.page_judge import KIND
from noroshi.spine.home import Home
from noroshi.spine.model import Standing, Subject, Text, fiscal_year
from noroshi.spine.model.site_life import Depth, LifeState, SiteLook
from noroshi.spine.model.site_report import url_id
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.site_follows import After, SiteFollows
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import FollowedHome
from noroshi.testing.indicators import make_indicator

PAGES = [f"https://p{number}.test/a" for number in range(4)]
YEAR = fiscal_year(MADE_AT)
LATE = MADE_AT + timedelta(hours=40)


@pytest.fixture
def store(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as opened:
        yield opened


@pytest.fixture
def pages(store, tmp_path):
    """Four pages, reported at MADE_AT and found harmful two minutes later."""
    own = FollowedHome(Home(tmp_path / "home"), store.database)
    for number, url in enumerate(PAGES):
        own.add(url, number=number)
    return store


def look(store, number, hours, state):
    seen = SiteLook(
        at=MADE_AT + timedelta(hours=hours), state=LifeState(state), depth=Depth.FULL, code="x",
        reason=Text(ja="x", en="x"),
    )  # fmt: skip
    SiteFollows(store.database).note(PAGES[number], seen, After(changed=True))


def enlist(store, number, hours, standing=Standing.LIVE, by="user:desk"):
    entry = replace(
        make_change(0, standing), collection="malicious-sites", by=by,
        indicator=replace(make_indicator(Subject.url(PAGES[number])), kind=KIND),
    )  # fmt: skip
    SharedList(store.database).publish([entry], MADE_AT + timedelta(hours=hours))


def counted(store, at=LATE):
    return {one.name: one for one in count_figures(store, YEAR, at) if one.name in PAGE_COUNTS}


def rows(store, name, at=LATE):
    return figure_rows(store, name, YEAR, at)


def test_before_the_first_page_there_is_no_data(store):
    assert counted(store) == {}


def test_pages_that_nobody_listed_or_saw_dead_give_no_hours(pages):
    found = counted(pages)
    assert set(found) == {"sites.pages-followed", "sites.pages-dead"}
    assert found["sites.pages-followed"].value == 4
    assert found["sites.pages-dead"].value == 0


def test_hours_to_the_list_are_the_median_of_those_that_came_there(pages):
    for number, hours in enumerate((1, 2, 9)):
        enlist(pages, number, hours)
    assert counted(pages)["sites.hours-to-list"].value == 2
    told = {row["case"]: row["hours"] for row in rows(pages, "sites.hours-to-list")}
    assert told == {url_id(PAGES[0]): 1, url_id(PAGES[1]): 2, url_id(PAGES[2]): 9}


def test_what_was_not_seen_dead_is_not_left_out_of_the_hours_on_the_list(pages):
    for number in range(3):
        enlist(pages, number, 1)
    look(pages, 0, 3, "dead")
    look(pages, 1, 21, "alive")
    look(pages, 2, 21, "alive")
    # One of three died after 2 h: half have not, so there is no median, and the 2 h are not told as one.
    assert "sites.hours-listed" not in counted(pages)
    look(pages, 1, 31, "dead")
    found = counted(pages)["sites.hours-listed"]
    assert found.value == 30
    told = rows(pages, "sites.hours-listed")
    assert {(row["hours"], row["ended"]) for row in told} == {(2, True), (30, True), (20, False)}


def test_a_page_that_died_before_it_was_listed_is_no_life_on_the_list(pages):
    look(pages, 0, 1, "dead")
    enlist(pages, 0, 2)
    assert rows(pages, "sites.hours-listed") is None


def test_dead_and_revived_are_shares_with_their_cases(pages):
    look(pages, 0, 1, "dead")
    look(pages, 1, 1, "dead")
    look(pages, 1, 2, "revived")
    found = counted(pages)
    dead, back = found["sites.pages-dead"], found["sites.pages-revived"]
    assert (dead.numerator, dead.denominator) == (2, 4)
    assert (back.numerator, back.denominator) == (1, 2)
    assert len(rows(pages, "sites.pages-dead")) == 4
    (again,) = [row for row in rows(pages, "sites.pages-revived") if row["revived_at"]]
    assert again["case"] == url_id(PAGES[1])


def test_what_persons_took_back_is_wrong_and_what_a_policy_ended_is_not(pages):
    for number in range(3):
        enlist(pages, number, 1)
    enlist(pages, 0, 2, Standing.WITHDRAWN)
    enlist(pages, 1, 2, Standing.WITHDRAWN, by="policy:site-life/1")
    enlist(pages, 2, 2, Standing.EXPIRED, by="policy:auto-share/1")
    found = counted(pages)["sites.recalled"]
    assert (found.numerator, found.denominator) == (1, 3)
    (wrong,) = [row for row in rows(pages, "sites.recalled") if row["recalled_at"]]
    assert wrong["case"] == url_id(PAGES[0])


def test_figures_are_as_of_their_moment(pages):
    enlist(pages, 0, 1)
    look(pages, 0, 30, "dead")
    early = MADE_AT + timedelta(hours=2)
    assert counted(pages, early)["sites.pages-dead"].value == 0
    assert "sites.pages-revived" not in counted(pages, early)
    (row,) = rows(pages, "sites.hours-to-list", early)
    assert row["dead_at"] is None


def test_rows_tell_no_address(pages):
    enlist(pages, 0, 1)
    look(pages, 0, 3, "dead")
    assert "p0" not in str([rows(pages, name) for name in PAGE_COUNTS])
