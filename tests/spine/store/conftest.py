"""A fresh database, and one with members: on SQLite and on PostgreSQL."""

import pytest

from noroshi.spine.store import Database
from noroshi.testing.members import add_members


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        yield opened


@pytest.fixture
def members(database):
    """Two operators, each with one person of every role."""
    add_members(database)
    return database
