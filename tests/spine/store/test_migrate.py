"""Migrations: the database always becomes what the tables declare."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.spine.store.connect import connect
from noroshi.spine.store.migrate import HEAD, current_revision, migrate
from noroshi.spine.store.tables import State


@pytest.fixture
def engine(empty_place):
    """On SQLite and on PostgreSQL."""
    made = connect(empty_place)
    yield made
    made.dispose()


def test_migrations_make_what_the_tables_declare(engine):
    with engine.begin() as connection:
        migrate(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, State.metadata) == []


def test_every_migration_goes_down_again(engine):
    with engine.begin() as connection:
        migrate(connection)
        migrate(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        migrate(connection)
        assert current_revision(connection) == HEAD


def test_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", "noroshi.spine.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_failing_migration_leaves_nothing(engine, monkeypatch):
    monkeypatch.setattr("alembic.op.create_index", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        migrate(connection)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_a_newer_database_is_refused_and_left_alone(empty_place, engine):
    with engine.begin() as connection:
        migrate(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="newer version"):
        Store.open(empty_place)
    with engine.connect() as connection:
        assert current_revision(connection) == "9999"


def test_two_first_openings_at_once_both_succeed(empty_place):
    failures = []

    def opening():
        try:
            Store.open(empty_place).close()
        except Exception as error:  # noqa: BLE001  # the thread hands over whatever it met
            failures.append(error)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_tables_can_be_written_for_postgresql():
    for table in State.metadata.sorted_tables:
        ddl = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        assert "CREATE TABLE" in ddl
        assert "DATETIME" not in ddl
