"""Looks are planned close together at first; what was missed is not made up for."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.model.site_life import FollowPace, LifeState

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("looked", "next_"), [(0, 10), (10, 60), (59, 60), (60, 360), (361, 361 + 1440)]
)
def test_the_next_look(looked, next_):
    def m(minutes):
        return NOW + timedelta(minutes=minutes)

    assert FollowPace().next_at(NOW, m(looked)) == m(next_)


def test_only_what_lives_harms():
    assert [state.value for state in LifeState if state.harms] == ["alive", "revived"]
