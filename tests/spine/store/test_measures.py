"""Measures: every counting is kept, entries are replaced field by field."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.model import FigureEntry, Measure, year_window
from noroshi.spine.store import Store
from noroshi.spine.store.measures import Measures

AT = datetime(2026, 11, 26, tzinfo=UTC)
YEAR = year_window(2026)


@pytest.fixture
def measures(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        yield Measures(store.database)


def measured(numerator, **changes):
    values = {
        "name": "c2.match-rate", "window": YEAR, "numerator": numerator, "denominator": 10.0,
        "target": None, "unit": "%", "query": "noroshi kpi rows", "low": 0.1, "high": 0.9,
    }  # fmt: skip
    return Measure(**(values | changes))


def entry(**changes):
    values = {
        "name": "c2.match-rate", "fiscal_year": 2026, "target": None, "cost_yen": None,
        "note": "", "entered_by": "user:desk", "entered_at": AT,
    }  # fmt: skip
    return FigureEntry(**(values | changes))


def test_the_newest_counting_is_told_and_the_others_stay(measures):
    later = AT + timedelta(hours=1)
    measures.append([measured(7.0), measured(3.0, name="iot.survey-rounds", denominator=None)], AT)
    measures.append([measured(8.0)], later)
    assert measures.latest(YEAR)["c2.match-rate"] == (measured(8.0), later)
    assert measures.latest(YEAR)["iot.survey-rounds"][0].denominator is None
    assert [one.numerator for one, _ in measures.history("c2.match-rate", YEAR)] == [7.0, 8.0]


def test_counting_twice_at_one_moment_doubles_nothing(measures):
    measures.append([measured(7.0)], AT)
    measures.append([measured(7.0)], AT)
    assert len(measures.history("c2.match-rate", YEAR)) == 1


def test_years_do_not_mix(measures):
    measures.append([measured(7.0)], AT)
    assert measures.latest(year_window(2025)) == {}
    measures.enter(entry(cost_yen=1))
    assert measures.entries(2025) == {}


def test_a_later_entry_keeps_what_it_does_not_name(measures):
    measures.enter(entry(cost_yen=100, note="budget book"))
    measures.enter(entry(target=0.95))
    kept = measures.entries(2026)["c2.match-rate"]
    assert (kept.cost_yen, kept.target, kept.note) == (100, 0.95, "budget book")
    measures.enter(entry(cost_yen=0))
    assert measures.entries(2026)["c2.match-rate"].cost_yen == 0
