"""Replay: when a server would have been listed."""

import pytest

from noroshi.c2.evaluate.replay import ENDS_MIN, NO_RHYTHM, Detection, median_minutes, replay


@pytest.fixture(scope="module")
def detections(flows, day, folds, analyser):
    return list(replay(flows, day, folds, threshold=0.5, analyse=analyser))


def test_every_touched_server_is_replayed(detections):
    assert [d.address for d in detections] == ["192.0.2.1", "192.0.2.2", "192.0.2.3"]
    assert all(d.period_s == 120 and d.period_class == "up to 10 min" for d in detections)


def test_a_lower_threshold_never_lists_later(flows, day, folds, analyser, detections):
    eager = list(replay(flows, day, folds, threshold=0.01, analyse=analyser))
    for low, high in zip(eager, detections, strict=True):
        assert low.minutes is not None
        assert low.minutes in ENDS_MIN
        assert high.minutes is None or low.minutes <= high.minutes


def test_what_never_passes_the_threshold_is_never_listed(flows, day, folds, analyser):
    never = list(replay(flows, day, folds, threshold=1.0, analyse=analyser))
    assert [d.minutes for d in never] == [None, None, None]


def test_medians_are_told_by_class_of_period():
    def one(period_s, minutes):
        return Detection(address="192.0.2.1", scenario="s", period_s=period_s, minutes=minutes)

    found = [one(10, 5), one(60, 20), one(61, None), one(None, 5)]
    assert median_minutes(found) == {
        "up to 60 s": {"servers": 2, "listed": 2, "median_min": 12.5},
        "up to 10 min": {"servers": 1, "listed": 0, "median_min": None},
        NO_RHYTHM: {"servers": 1, "listed": 1, "median_min": 5.0},
    }


def test_machine_output_names_the_class():
    row = Detection(address="192.0.2.1", scenario="s", period_s=3600.0, minutes=None).as_row()
    assert row["period_class"] == "longer"
    assert row["minutes_to_list"] is None
