"""People: arms respond as their truth says."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.lab.survey.people import RESPONSES, mended_by, mends_at

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("arm", list(RESPONSES))
def test_the_share_mended_by_a_day_is_the_truths(arm):
    made = [mends_at(7, number, arm, BEGAN) for number in range(1500)]
    by = sum(one is not None and one <= BEGAN + timedelta(days=30) for one in made) / len(made)
    assert by == pytest.approx(mended_by(arm, 30), abs=0.05)


def test_the_same_device_does_the_same_in_the_same_arm():
    assert mends_at(1, 5, "letter", BEGAN) == mends_at(1, 5, "letter", BEGAN)
    drawn = {mends_at(1, number, "letter", BEGAN) for number in range(20)}
    assert len(drawn) > 5


def test_an_unknown_arm_responds_like_a_letter():
    assert mended_by("urgent", 30) == mended_by("letter", 30)
