"""Database: the state of an installation. SQLite by path, a server by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from noroshi.spine.store.connect import WRITES, connect, told
from noroshi.spine.store.migrate import HEAD, current_revision, migrate

UPGRADE_LOCK = 0x6E6F726F
"""Number of the advisory lock under which one process at a time makes tables ("noro")."""


class Database:
    """Transactions on the state, from several threads and processes at once.

    A killed process leaves what was there before a transaction, or all that is new.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        name = engine.url.database
        self._file = Path(name) if engine.dialect.name == "sqlite" and name else None

    @classmethod
    def open(cls, url_or_path: str | Path) -> Self:
        """The database in a SQLite file (made when missing) or behind an SQLAlchemy URL, upgraded.

        Raises:
            ConfigError: The place is no database, or a newer Noroshi wrote it.
            SourceError: The database cannot be reached or is locked.
        """
        database = cls(connect(url_or_path))
        try:
            database.upgrade()
        except BaseException:
            database.close()
            raise
        return database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def upgrade(self) -> None:
        """Bring the tables to this version; does nothing when they are there.

        Raises:
            ConfigError: A newer Noroshi wrote the database.
        """
        with told(self._engine):
            with self._engine.connect() as connection:
                if current_revision(connection) == HEAD:
                    return
            with self.writing() as session:
                connection = session.connection()
                if connection.dialect.name == "postgresql":
                    # SQLite's write lock is held already; here others must be kept waiting.
                    connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))
                if current_revision(connection) != HEAD:
                    migrate(connection)

    def is_current(self) -> bool:
        """Whether the database answers and has the tables of this version.

        Raises:
            SourceError: It does not answer.
        """
        with told(self._engine), self._engine.connect() as connection:
            return current_revision(connection) == HEAD

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, on one state of the database."""
        with told(self._engine), Session(self._engine) as session:
            yield session

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Like `reading`, for rows without objects: a third of the time where questions are short."""
        with told(self._engine), self._engine.connect() as connection:
            yield connection

    @property
    def file(self) -> Path | None:
        """The SQLite file; null behind a URL of another database."""
        return self._file

    @contextmanager
    def standing_still(self) -> Iterator[Connection]:
        """A connection that sees the database at one moment, for as long as it is held."""
        with told(self._engine), self._engine.connect() as connection:
            if self._engine.dialect.name == "postgresql":
                connection = connection.execution_options(  # noqa: PLW2901
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: committed at the end, or undone when an error passes."""
        with told(self._engine), self._engine.connect() as connection:
            connection = connection.execution_options(**{WRITES: True})  # noqa: PLW2901
            with Session(connection) as session, session.begin():
                yield session
