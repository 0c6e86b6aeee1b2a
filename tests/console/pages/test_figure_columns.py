"""Figure columns: no page shows the name of a field where it has words for it."""

from datetime import UTC, datetime

from noroshi.console.pages.figure_columns import column_name, with_moments
from noroshi.iot.evaluate.programme import Progress
from noroshi.jobs.kpi.counting import COUNTS, figure_rows
from noroshi.spine.model import fiscal_year
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import FollowedHome

from .conftest import hub_now


def test_the_rows_of_every_counted_figure_have_words(made):
    hub, _ = made
    FollowedHome(hub.home, hub.store.database).add()
    found = {
        column
        for name in COUNTS
        for at in (hub_now(), MADE_AT)
        for row in figure_rows(hub.store, name, fiscal_year(at), hub_now()) or ()
        for column in row
    }
    assert found >= {"operator", "case"}
    assert [column for column in sorted(found) if column_name(column).ja == column] == []


def test_counts_of_devices_have_words():
    empty = Progress(
        devices=0, told=0, reached=0, fixed_told=0, control=0, fixed_control=0, states={}
    )
    assert [name for name in empty.as_counts() if column_name(name).ja == name] == []


def test_inputs_of_runs_say_so_and_a_strange_column_stays():
    assert column_name("input feed.txt").en == "input: feed.txt"
    assert column_name("something").ja == "something"


def test_moments_are_read_and_other_values_stay():
    row = {"listed_at": "2026-01-05T09:00:00.000Z", "dead_at": None, "name": "2026-01-05"}
    assert with_moments(row) == {
        "listed_at": datetime(2026, 1, 5, 9, tzinfo=UTC),
        "dead_at": None,
        "name": "2026-01-05",
    }
