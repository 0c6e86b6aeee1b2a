"""The test equals the published figure of a trial that textbooks use."""

import pytest

from noroshi.iot.evaluate import Followed, compare, curve_of

# Remission of leukaemia in weeks (Freireich and others, Blood 21, 1963); a minus: still in remission.
TREATED = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def followed(numbers):
    return [Followed(days=abs(n), is_fixed=n > 0, group="g") for n in numbers]


def test_the_test_is_that_of_the_textbook():
    tested = compare(followed(PLACEBO), followed(TREATED))
    assert tested is not None
    assert round(tested.z**2, 2) == 16.79
    assert tested.z > 0  # the placebo group ended sooner
    assert tested.p < 0.0001


def test_where_nothing_was_mended_nothing_is_compared():
    assert compare(followed([-3]), followed([-4])) is None
    assert curve_of(followed([-3])).times == ()
    with pytest.raises(ValueError, match="nothing"):
        curve_of([])
