"""A dump moves a state from any database to any other, as it was at one moment."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from noroshi.spine.model import InputError
from noroshi.spine.store import Database
from noroshi.spine.store.dump import dump, load
from noroshi.spine.store.list_digest import list_digest
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.runs import Runs
from noroshi.spine.store.tables import CollectorRow, State
from noroshi.testing.editions import make_change
from noroshi.testing.findings import MADE_AT
from noroshi.testing.members import add_members

AT = datetime(2026, 1, 5, 9, 0, 0, 123456, UTC)


def fill(database):
    add_members(database)
    SharedList(database).publish([make_change(n) for n in range(30)], MADE_AT)
    Runs(database).note("x", started_at=AT, ended_at=AT, outcome="done", counts={"n": 2**53 + 1})
    with database.writing() as session:
        session.add(CollectorRow(name="octets", memory=bytes(range(256))))


def all_rows(database):
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in State.metadata.sorted_tables
        }


def test_every_row_comes_over_from_any_database_to_any_other(database_place, tmp_path):
    with Database.open(database_place) as source, Database.open(tmp_path / "two.db") as target:
        fill(source)
        lines = list(dump(source))
        assert load(target, lines) == len(lines)
        assert all_rows(target) == all_rows(source)
        assert list_digest(target) == list_digest(source)


def test_a_dump_goes_into_postgresql_and_writing_goes_on(postgres, tmp_path):
    with Database.open(tmp_path / "state.db") as database, Database.open(postgres) as target:
        fill(database)
        load(target, dump(database))
        assert all_rows(target) == all_rows(database)
        SharedList(target).publish([make_change(99)], MADE_AT)
        assert list_digest(target).head == 31


def test_a_dump_shows_one_moment(database_place):
    with Database.open(database_place) as source, Database.open(database_place) as writer:
        fill(source)
        lines = dump(source)
        first = next(lines)
        SharedList(writer).publish([make_change(n) for n in range(40, 50)], MADE_AT)
        editions = [line for line in [first, *lines] if line.startswith(b'["editions"')]
        assert len(editions) == 30


def test_a_database_with_rows_is_left_alone(database):
    fill(database)
    before = all_rows(database)
    with pytest.raises(InputError, match="give an empty one"):
        load(database, list(dump(database)))
    assert all_rows(database) == before


@pytest.mark.parametrize(
    "line",
    [b"", b"x", b"[]", b'["tables",{}]', b'["runs",{"nothing":1}]', b'["runs",{"started_at":7}]'],
)
def test_a_line_that_is_none_changes_nothing(database, line):
    good = b'["collectors",{"name":"a","memory":"YQ=="}]\n'
    with pytest.raises(InputError, match="is none"):
        load(database, [good, line])
    assert all_rows(database)["collectors"] == []
