"""Sources: their cursors, their days, and a budget that is never overdrawn."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.store import Database
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_sources import Reading, SiteSources, month_begin, month_of
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def sources(database):
    return SiteSources(database)


def test_an_error_leaves_the_cursor_and_a_reading_ends_it(database, sources):
    SiteReports(database).take(
        [], at=MADE_AT, most_waiting=1, reading=Reading(name="a", cursor="3")
    )
    sources.fail("a", "refused " * 200, MADE_AT)
    (state,) = sources.states()
    assert (state.cursor, len(state.error), state.error_at) == ("3", 500, MADE_AT)
    SiteReports(database).take([], at=MADE_AT, most_waiting=1, reading=Reading(name="a"))
    (state,) = sources.states()
    assert (state.cursor, state.error, state.error_at) == ("3", "", None)


def test_the_budget_of_a_day_ends(sources):
    def reserve(most, at=MADE_AT):
        return sources.reserve("x", most, per_day=100, per_month=150, at=at)

    assert (reserve(80), reserve(80), reserve(80)) == (80, 20, 0)
    assert reserve(100, MADE_AT + timedelta(days=1)) == 50
    assert reserve(100, MADE_AT + timedelta(days=40)) == 100


def test_what_did_not_come_is_given_back(sources):
    sources.reserve("x", 100, per_day=100, per_month=1000, at=MADE_AT)
    sources.give_back("x", 90, MADE_AT)
    assert sources.reserve("x", 100, per_day=100, per_month=1000, at=MADE_AT) == 90
    days = sources.days(month_begin(MADE_AT))
    assert month_of(days, MADE_AT) == {"x": 100}


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 100)), max_size=12), st.data())
def test_no_sequence_of_reservations_exceeds_the_budget(tmp_path_factory, steps, data):
    with Database.open(tmp_path_factory.mktemp("b") / "state.db") as database:
        own, used = SiteSources(database), {}
        for day, most in steps:
            at = MADE_AT + timedelta(days=day)
            granted = own.reserve("x", most, per_day=70, per_month=120, at=at)
            came = data.draw(st.integers(0, granted))
            own.give_back("x", granted - came, at)
            used[at.date()] = used.get(at.date(), 0) + came
        assert all(posts <= 70 for posts in used.values())
        months = {date.strftime("%Y-%m") for date in used}
        assert all(
            sum(n for d, n in used.items() if d.strftime("%Y-%m") == month) <= 120
            for month in months
        )
