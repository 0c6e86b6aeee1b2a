"""A fresh database, and one with members."""

import pytest

from noroshi.spine.store import Database
from noroshi.testing.members import add_members


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        yield opened


@pytest.fixture
def members(database):
    """Two operators, each with one person of every role."""
    add_members(database)
    return database
