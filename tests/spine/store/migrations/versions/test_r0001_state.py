"""Revision 0001: the guard of the record of decisions stands and goes with its table."""

import pytest
from sqlalchemy import create_mock_engine, text

from noroshi.spine.store.connect import connect
from noroshi.spine.store.migrate import migrate
from noroshi.spine.store.migrations.versions import r0001_state as revision

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


@pytest.fixture
def connection(tmp_path):
    engine = connect(tmp_path / "state.db")
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def test_the_record_of_decisions_is_guarded(connection):
    migrate(connection, "0001")
    names = connection.execute(text(TRIGGERS)).scalars().all()
    assert names == ["decisions_no_delete", "decisions_no_update"]


def test_the_guard_goes_with_its_table(connection):
    migrate(connection)
    migrate(connection, "base")
    assert connection.execute(text(TRIGGERS)).scalars().all() == []


def test_a_server_database_gets_its_own_guard(monkeypatch):
    statements = []
    server = create_mock_engine("sqlite://", lambda *_: None)
    monkeypatch.setattr(server.dialect, "name", "postgresql")
    monkeypatch.setattr(revision.op, "get_bind", lambda: server)
    monkeypatch.setattr(revision.op, "execute", statements.append)
    revision._guard()
    assert "BEFORE UPDATE OR DELETE OR TRUNCATE" in statements[0]
