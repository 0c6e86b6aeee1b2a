from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.retention import DROPPED, Limits, drop, octets_of, overdue, sweep_dropped
from noroshi.spine.model import SourceError
from noroshi.testing.lakes import START, many_files

FIRST = datetime.fromtimestamp(START / 1000, UTC)
NOW = FIRST + timedelta(days=1)
ALL = 1 << 60


@pytest.fixture
def root(tmp_path):
    many_files(tmp_path, files=2, rows=40, hours=4)
    return tmp_path


def names(found):
    return [(hour.name, reason) for hour, reason in found]


def test_old_hours_go_first_and_young_ones_stay(root):
    limits = Limits(oldest=FIRST + timedelta(hours=2), octets=ALL)
    assert names(overdue(root, limits, NOW)) == [("hour=00", "age"), ("hour=01", "age")]


def test_the_disk_share_takes_the_oldest_until_the_rest_fits(root):
    last = octets_of(root / "date=2025-06-02" / "hour=03")
    limits = Limits(oldest=None, octets=last)
    assert names(overdue(root, limits, NOW)) == [(f"hour=0{n}", "disk") for n in range(3)]


def test_the_current_hour_never_goes(root):
    limits = Limits(oldest=NOW, octets=0)
    now = FIRST + timedelta(hours=3, minutes=30)
    assert [hour.name for hour, _ in overdue(root, limits, now)] == [
        "hour=00",
        "hour=01",
        "hour=02",
    ]


def test_a_dropped_hour_is_counted_and_gone(root):
    hour = FlowLake(root).hours()[0]
    size = octets_of(hour)
    dropped = drop(hour, "age")
    assert (dropped.hour, dropped.rows, dropped.octets) == (FIRST, 20, size)
    assert len(FlowLake(root).hours()) == 3
    assert not hour.exists()


def test_the_last_hour_takes_its_day_along(root):
    for hour in FlowLake(root).hours():
        drop(hour, "disk")
    assert not list(root.iterdir())


def test_what_a_killed_process_left_is_swept_and_not_read(root):
    hour = FlowLake(root).hours()[0]
    hour.rename(hour.with_name(DROPPED + hour.name))
    assert FlowLake(root).rows() == 60
    sweep_dropped(root)
    assert not list(root.glob(f"*/{DROPPED}*"))


def test_an_hour_that_cannot_be_removed_is_told(root, monkeypatch):
    def refuse(*_):
        raise OSError(13, "Permission denied")

    monkeypatch.setattr("noroshi.spine.flows.retention.shutil.rmtree", refuse)
    with pytest.raises(SourceError, match="cannot be removed: Permission denied"):
        drop(FlowLake(root).hours()[0], "age")
