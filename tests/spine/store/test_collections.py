"""Collections in the state: record and memory stand together."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from noroshi.spine.model import CollectionRecord, InterfaceName, SourceError
from noroshi.spine.store import Store

RECORD = CollectionRecord(
    collector="one", first_segment=10, last_segment=12, datagrams=3, read=9, kept=8,
    refused={"bad-set": 1}, files=("date=2026-01-01/hour=00/a.parquet",),
    committed_at=datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def test_a_record_comes_back_as_it_was(store):
    store.save_collection(RECORD, b"memory")
    assert store.collections("one") == [RECORD]
    assert store.memory_of("one") == b"memory"


def test_nothing_collected_yet(store):
    assert (store.last_segment("one"), store.memory_of("one")) == (0, None)
    assert store.collections("one") == []


def test_the_last_segment_is_the_highest_of_that_collector(store):
    store.save_collection(RECORD, b"")
    store.save_collection(replace(RECORD, first_segment=13, last_segment=20), b"")
    store.save_collection(replace(RECORD, collector="two", last_segment=99), b"")
    assert store.last_segment("one") == 20
    assert [c.first_segment for c in store.collections("one", after=10)] == [13]


def test_a_stretch_taken_in_again_replaces_its_record(store):
    store.save_collection(RECORD, b"first")
    store.save_collection(replace(RECORD, kept=7), b"second")
    assert [c.kept for c in store.collections("one")] == [7]
    assert store.memory_of("one") == b"second"


def test_memory_that_cannot_be_kept_leaves_no_record(store, monkeypatch):
    def failing(**_):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr("noroshi.spine.store.store.CollectorRow", failing)
    with pytest.raises(SourceError):
        store.save_collection(RECORD, b"memory")
    assert store.collections("one") == []


def interface(number, name="Gi0/1", exporter="192.0.2.1"):
    return InterfaceName(exporter=exporter, domain=1, number=number, name=name, description="to x")


def test_the_last_name_of_an_interface_counts(store):
    store.save_collection(RECORD, b"", [interface(1, "old"), interface(2)])
    store.save_collection(RECORD, b"", [interface(1, "new")])
    assert store.interfaces() == [interface(1, "new"), interface(2)]
    assert store.interfaces("192.0.2.2") == []


def test_names_told_longest_ago_make_room(store, monkeypatch):
    monkeypatch.setattr("noroshi.spine.store.store.MOST_INTERFACES", 2)
    store.save_collection(RECORD, b"", [interface(1)])
    later = replace(RECORD, committed_at=datetime(2026, 1, 2, tzinfo=UTC))
    store.save_collection(later, b"", [interface(2), interface(3)])
    assert [i.number for i in store.interfaces()] == [2, 3]
