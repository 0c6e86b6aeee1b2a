"""Curves equal the published figures of a trial that textbooks use."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model.survival import Lasted, censored, survival_of

# Remission of leukaemia in weeks (Freireich and others, Blood 21, 1963); a minus: still in remission.
TREATED = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]


def lasted(numbers):
    return [Lasted(abs(number), number > 0) for number in numbers]


def test_the_curve_is_that_of_the_textbook():
    curve = survival_of(lasted(TREATED))
    assert curve.times == (6, 7, 10, 13, 16, 22, 23)
    published = (0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448)
    assert [round(left, 3) for left in curve.left] == list(published)
    assert (curve.number, curve.ended, curve.median) == (21, 9, 23)
    assert (curve.left_at(5.9), round(curve.left_at(6), 3), round(curve.left_at(99), 3)) == (
        1.0,
        0.857,
        0.448,
    )


def test_where_nothing_ended_all_is_left():
    curve = survival_of(lasted([-3]))
    assert (curve.times, curve.median, curve.left_at(3)) == ((), None, 1.0)
    with pytest.raises(ValueError, match="nothing"):
        censored([])


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_a_curve_is_the_product_of_what_each_time_leaves(rows):
    curve = survival_of([Lasted(time, ended) for time, ended in rows])
    left = 1.0
    for time in sorted({time for time, ended in rows if ended}):
        at_risk = sum(other >= time for other, _ in rows)
        left *= 1 - sum(other == time and ended for other, ended in rows) / at_risk
        assert math.isclose(curve.left_at(time), left, abs_tol=1e-9)
