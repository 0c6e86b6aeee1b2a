"""Result: achievement and unit cost follow from what was counted and entered, and from nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.kpi import FIGURES, Result
from noroshi.spine.model import Measure, year_window


def test_without_data_there_is_no_achievement_and_no_unit_cost(lines_of, entered):
    line = lines_of(entries=[entered("programme.participants", 1_000_000)])[
        "programme.participants"
    ]
    assert line.value is None
    assert line.achievement is None
    assert line.is_reached is None
    assert line.unit_cost_yen is None
    assert line.cost_yen == 1_000_000


def test_a_share_is_held_against_its_target(lines_of, measured):
    line = lines_of([measured("c2.match-rate", 139, 152)])["c2.match-rate"]
    assert line.value == pytest.approx(139 / 152)
    assert line.achievement == pytest.approx(139 / 152 / 0.9)
    assert line.is_reached


def test_a_target_just_missed_is_missed(lines_of, measured):
    assert (
        lines_of([measured("c2.match-rate", 899_999, 1_000_000)])["c2.match-rate"].is_reached
        is False
    )


def test_unit_cost_is_told_for_so_many_results(lines_of, measured, entered):
    name = "iot.addresses-surveyed"
    line = lines_of([measured(name, 150_000_000)], [entered(name, 300_000_000)])[name]
    assert line.unit_cost_yen == pytest.approx(20_000)
    assert line.as_dict()["unit_cost_per"] == 10_000


def test_an_entered_target_takes_the_programmes_place(lines_of, measured, entered):
    name = "programme.participants"
    line = lines_of([measured(name, 10)], [entered(name, target=20)])[name]
    assert line.achievement == 0.5


def test_nothing_reached_costs_no_unit(lines_of, measured, entered):
    name = "c2.sharing-operators"
    line = lines_of([measured(name, 0)], [entered(name, 5)])[name]
    assert line.achievement == 0
    assert line.unit_cost_yen is None


def test_where_less_is_better_the_target_stands_above_the_result(lines_of, measured, entered):
    name = "sites.hours-to-list"
    early, late, none = (
        lines_of([measured(name, hours)], [entered(name, target=12)])[name] for hours in (6, 24, 0)
    )
    assert (early.achievement, early.is_reached) == (2, True)
    assert (late.achievement, late.is_reached) == (0.5, False)
    assert (none.achievement, none.is_reached) == (1, True)


RISING = sorted(name for name, figure in FIGURES.items() if not figure.falling)


@given(st.sampled_from(RISING), st.floats(0, 1e12), st.floats(0.001, 1e12))
def test_achievement_is_the_result_over_the_target_uncapped(name, reached, target):
    measure = Measure(
        name=name, window=year_window(2026), numerator=reached, denominator=None, target=None,
        unit="", query="",
    )  # fmt: skip
    line = Result(
        figure=FIGURES[name], target=target, measure=measure, counted_at=None, cost_yen=None
    )
    assert line.achievement == pytest.approx(reached / target)
    assert line.is_reached == (reached / target >= 1)
