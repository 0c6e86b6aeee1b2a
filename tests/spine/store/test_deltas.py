"""Deltas: what a reader lacks, on SQLite and on PostgreSQL."""

import threading

from noroshi.spine.model import Standing
from noroshi.spine.store import Database
from noroshi.spine.store import deltas as module
from noroshi.spine.store.deltas import Deltas
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT

C2 = "c2-servers"


def test_an_empty_list_lacks_nothing(database):
    delta = Deltas(database).above(0, collection=C2, limit=10)
    assert (delta.head, list(delta.sequences)) == (0, [])


def test_only_what_holds_of_this_list_above_the_sequence_is_lacking(database):
    shared = SharedList(database)
    shared.publish([make_change(n) for n in (1, 2, 3)], MADE_AT)
    shared.publish(
        [make_change(1, Standing.WITHDRAWN), make_change(4, collection="devices")], MADE_AT
    )
    deltas = Deltas(database)
    assert list(deltas.above(0, collection=C2, limit=10).sequences) == [2, 3, 4]
    assert list(deltas.above(2, collection=C2, limit=1).sequences) == [3]
    assert deltas.above(4, collection=C2, limit=10).head == 5
    assert list(deltas.above(9, collection=C2, limit=10).sequences) == []


def test_editions_are_those_that_were_published(database, monkeypatch):
    monkeypatch.setattr(module, "ASKED_AT_ONCE", 2)
    made = SharedList(database).publish([make_change(n) for n in range(5)], MADE_AT)
    found = Deltas(database).editions([1, 3, 4, 5])
    assert sorted(found, key=lambda one: one.sequence) == [made[0], *made[2:]]
    assert Deltas(database).editions([]) == []


def test_a_reader_skips_nothing_while_writers_commit(database, database_place):
    def write(first):
        with Database.open(database_place) as own:
            for number in range(first, first + 30):
                SharedList(own).publish([make_change(number)], MADE_AT)

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 100)]
    for writer in writers:
        writer.start()
    deltas, cursor, met = Deltas(database), 0, []
    going = True
    while going:
        going = any(writer.is_alive() for writer in writers)
        delta = deltas.above(cursor, collection=C2, limit=1_000)
        met += delta.sequences
        cursor = delta.head
    assert met == list(range(1, 61))
