"""Programme: figures beside their targets; nothing is made up."""

import csv
from io import StringIO

from noroshi.relay.kpi import FIGURES
from noroshi.spine.model import fiscal_year
from noroshi.spine.model.site_report import url_id
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import URL, FollowedHome

from .conftest import open_hub, somebody, words


def test_counted_figures_stand_beside_their_targets(enter):
    with enter() as client:
        text = words(client.get("/"))
    assert "Operators that share and use the C&amp;C list 2 operators" in text
    assert "Target: 10 operators" in text
    assert "Achieved: 20 %" in text


def test_what_was_not_counted_says_so(bare):
    with open_hub(bare, somebody()) as client:
        assert words(client.get("/")).count("No data yet") == len(FIGURES)


def test_another_year_has_no_figures(enter):
    with enter() as client:
        assert words(client.get("/?year=2020")).count("No data yet") == len(FIGURES)


def test_the_ministry_sees_figures_and_no_list(enter):
    with enter("ministry-viewer", "centre") as client:
        text = words(client.get("/"))
    assert "Shared now" not in text
    assert "Target: 25 operators" in text


def test_lists_are_counted_for_who_may_read_them(enter):
    with enter("reader", "gamma") as client:
        text = words(client.get("/"))
    assert "C&amp;C servers 2 entries in force Suspended: 1" in text
    assert "Routing" not in text


def test_twins_tell_the_same_figures(enter):
    with enter() as client:
        rows = client.get("/programme.json").json()
        table = list(csv.DictReader(StringIO(client.get("/programme.csv").text)))
    assert [row["name"] for row in rows] == [row["name"] for row in table] == list(FIGURES)
    assert {row["name"]: row["result"] for row in rows}["programme.participants"] == 3


def test_rows_behind_a_figure_name_members_so_few_may_see_them(enter):
    with enter() as client:
        assert "alpha" in words(client.get("/programme/programme.participants"))
        assert client.get("/programme/none").status_code == 404
    with enter("reader", "alpha") as client:
        assert client.get("/programme/programme.participants").status_code == 403
        assert "/programme/programme.participants" not in client.get("/").text


def test_rows_on_pages_lead_to_their_cases_for_who_may_open_them(made, enter):
    hub, _ = made
    FollowedHome(hub.home, hub.store.database).add()
    place = f"/programme/sites.pages-followed?year={fiscal_year(MADE_AT)}"
    case = f"/sites/{url_id(URL)}"
    with enter() as client:
        page = client.get(place)
        assert case in page.text
    with enter("ministry-viewer", "centre") as client:
        page = client.get(place)
        assert url_id(URL) in page.text
        assert case not in page.text
    assert "x7k2q9" not in page.text


def test_very_many_rows_are_cut_and_the_command_for_all_is_named(made, enter, monkeypatch):
    monkeypatch.setattr("noroshi.console.pages.programme.MOST_ROWS", 1)
    with enter() as client:
        text = words(client.get("/programme/programme.participants"))
    assert "Rows left out: 2" in text
    assert "noroshi kpi rows programme.participants" in text
