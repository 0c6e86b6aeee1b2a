"""Intake: sums of what collectors took."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.model import CollectionRecord, InterfaceName
from noroshi.spine.store import Store
from noroshi.spine.store.intake import Intake

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def record(number, hours_ago, *, collector="tokyo", kept=90):
    return CollectionRecord(
        collector=collector, first_segment=number, last_segment=number, datagrams=10, read=100,
        kept=kept, refused={"no address": 100 - kept}, files=(),
        committed_at=NOW - timedelta(hours=hours_ago),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        yield store


def test_sums_and_hours_cover_the_time_asked_for(store):
    name = InterfaceName(exporter="192.0.2.1", domain=0, number=1, name="ge0", description="")
    for number, ago in enumerate((30, 2.5, 0.5, 0.25), 1):
        store.save_collection(record(number, ago), b"", [name])
    (taken,) = Intake(store.database).taken(NOW, hours=24)
    assert (taken.collector, taken.datagrams, taken.read, taken.kept) == ("tokyo", 30, 300, 270)
    assert taken.refused == {"no address": 30}
    assert taken.hours[-3:] == [90, 0, 180]
    assert sum(taken.hours) == taken.kept
    assert taken.last_at == NOW - timedelta(hours=0.25)
    assert Intake(store.database).interfaces() == {"192.0.2.1": 1}


def test_a_silent_collector_is_still_there(store):
    store.save_collection(record(1, 100), b"")
    (taken,) = Intake(store.database).taken(NOW, hours=24)
    assert taken.kept == 0
    assert taken.last_at == NOW - timedelta(hours=100)


def test_a_hub_without_collector_has_none(store):
    assert Intake(store.database).taken(NOW, hours=24) == []
