"""A snapshot is whole, whatever is written meanwhile, and damage is seen."""

import threading

import pytest

from noroshi.spine.model import SourceError
from noroshi.spine.store import Database
from noroshi.spine.store.list_digest import list_digest
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.snapshot import is_sound, take_snapshot
from noroshi.testing.editions import make_change
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def database(tmp_path):
    """SQLite alone: PostgreSQL has its own way."""
    with Database.open(tmp_path / "state.db") as opened:
        yield opened


def test_it_holds_what_was_committed_and_writers_go_on(database, tmp_path):
    stop, written = threading.Event(), []

    def writing():
        number = 0
        while not stop.is_set():
            SharedList(database).publish([make_change(number)], MADE_AT)
            number += 1
            written.append(number)

    writer = threading.Thread(target=writing)
    writer.start()
    try:
        while len(written) < 5:
            pass
        before = len(written)
        take_snapshot(database.file, tmp_path / "copy.db")
        after = len(written)
    finally:
        stop.set()
        writer.join()
    assert is_sound(tmp_path / "copy.db")
    with Database.open(tmp_path / "copy.db") as copy:
        assert before <= list_digest(copy).entries <= after + 1


def test_damage_is_seen_and_told(database, tmp_path):
    SharedList(database).publish([make_change(n) for n in range(50)], MADE_AT)
    copy = tmp_path / "copy.db"
    take_snapshot(database.file, copy)
    octets = bytearray(copy.read_bytes())
    octets[4096:20_000] = b"x" * (20_000 - 4096)
    copy.write_bytes(octets)
    assert not is_sound(copy)
    copy.write_bytes(b"nothing")
    assert not is_sound(copy)
    with pytest.raises(SourceError, match="cannot be copied"):
        take_snapshot(copy, tmp_path / "next.db")
