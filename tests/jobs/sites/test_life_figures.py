"""How long pages live: those that were not seen dead are counted right, and each part of the way apart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.jobs.sites.life_figures import life_figures
from noroshi.sites.judge.page_judge import KIND
from noroshi.spine.home import Home
from noroshi.spine.model import Subject, Text, Window
from noroshi.spine.model.site_life import Depth, LifeState, SiteLook
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.site_follows import After, SiteFollows
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import FollowedHome
from noroshi.testing.indicators import make_indicator

SAID = MADE_AT + timedelta(minutes=2)


@pytest.fixture
def database(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as opened:
        own = FollowedHome(home, opened)
        for number in range(4):
            own.add(f"https://p{number}.test/a", number=number)
        yield opened


def look(database, number, hours, state):
    seen = SiteLook(
        at=SAID + timedelta(hours=hours), state=LifeState(state), depth=Depth.FULL, code="x",
        reason=Text(ja="x", en="x"),
    )  # fmt: skip
    SiteFollows(database).note(f"https://p{number}.test/a", seen, After(changed=True))


def test_what_was_not_seen_dead_is_up_to_when_it_last_harmed(database):
    look(database, 0, 2, "dead")
    look(database, 1, 10, "dead")
    look(database, 1, 20, "revived")
    look(database, 2, 5, "alive")
    figures = life_figures(database)
    assert (figures.pages, figures.revived) == (4, 1)
    curve = figures.uptime
    # p3 was never looked at: it says nothing. p2 was up for 5 h at least.
    assert (curve.times, curve.ended) == ((2.0, 10.0), 2)
    assert [round(left, 3) for left in curve.left] == [0.667, 0.0]


def test_each_part_of_the_way_is_told_apart(database):
    entry = replace(
        make_change(0), collection="malicious-sites",
        indicator=replace(make_indicator(Subject.url("https://p0.test/a")), kind=KIND),
    )  # fmt: skip
    SharedList(database).publish([entry], SAID + timedelta(hours=1))
    look(database, 0, 3, "dead")
    stages = {one.name: one for one in life_figures(database).stages}
    assert (stages["report-verdict"].number, stages["report-verdict"].median_h) == (
        4, pytest.approx(2 / 60),
    )  # fmt: skip
    assert (stages["verdict-list"].number, stages["verdict-list"].median_h) == (1, 1.0)
    assert (stages["list-dead"].median_h, stages["verdict-dead"].p90_h) == (2.0, 3.0)


def test_a_window_chooses_by_the_first_verdict(database):
    later = Window(SAID + timedelta(days=1), SAID + timedelta(days=2))
    figures = life_figures(database, later)
    assert (figures.pages, figures.uptime) == (0, None)
    assert figures.stages[0].median_h is None
