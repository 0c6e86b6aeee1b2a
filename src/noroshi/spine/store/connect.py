"""Connect: a database engine by path or URL, tuned so that what is committed is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, NoSuchModuleError

from noroshi.spine.model import ConfigError, InputError, SourceError

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one before it gives up."""

WRITES = "noroshi_writes"
"""Execution option of a connection that will write: it takes the write lock at once."""


def connect(place: str | Path) -> Engine:
    """An engine for a SQLite file's path or any SQLAlchemy URL.

    Raises:
        ConfigError: The URL is none, its driver is missing, or the folder cannot be made.
    """
    url = _url(place)
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigError(f"no database at {url.render_as_string()}: {error}") from error
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine)
    return engine


def _url(place: str | Path) -> URL:
    if isinstance(place, str) and "://" in place:
        try:
            return make_url(place)
        except (ArgumentError, ValueError) as error:
            # The text may hold a password, so it is not repeated.
            raise ConfigError(
                "the database URL cannot be read; write driver://host/name"
            ) from error
    path = Path(place)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{path.parent} cannot be made: {error.strerror}") from error
    return URL.create("sqlite", database=str(path))


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _tune(connection: SqliteConnection, _record: object) -> None:
        # The driver's own transactions begin late and commit DDL early; ours are explicit.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",  # survives power loss; NORMAL would not in WAL
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer late fails at once with "database is locked".
        if connection.get_execution_options().get(WRITES, False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif (driver := connection.connection.driver_connection) is not None:
            # Takes no lock yet, so it cannot fail; the long way costs as much as a short question.
            driver.execute("BEGIN")


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Say what to do when the database fails.

    Raises:
        ConfigError: The file is no database.
        InputError: A value cannot be kept: PostgreSQL takes no zero octet in a text.
        SourceError: The database is locked, full, unreachable or damaged.
    """
    try:
        yield
    except DataError as error:
        raise InputError(f"the state cannot hold a value: {error.orig}") from error
    except DatabaseError as error:
        name = engine.url.render_as_string()
        if "not a database" in str(error.orig):
            raise ConfigError(
                f"{name} is no database; move it away or restore the backup"
            ) from error
        raise SourceError(
            f"the state at {name} failed: {error.orig}; nothing was written. Check disk space and "
            "other running commands, then try again"
        ) from error
