"""Dump: every row of the state in one transaction, as JSON Lines that any database takes back.

For databases that have no file of their own to copy. It also moves a state from one kind of
database to another.
"""

import base64
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, Table, func, insert, select

from noroshi.spine.model import InputError
from noroshi.spine.store.database import Database
from noroshi.spine.store.tables import State, UtcMoment

READ_AT_ONCE = 1_000
MOST_OCTETS = 64 << 20
"""Of one line."""


def dump(database: Database) -> Iterator[bytes]:
    """Every row of every table, each a line `[table, {column: value}]`, parents before children.

    All lines show the database at one moment, whatever is written meanwhile.

    Raises:
        SourceError: The database failed.
    """
    encode = msgspec.json.Encoder().encode
    with database.standing_still() as connection:
        for table in State.metadata.sorted_tables:
            # Plain text: the names of columns are a kind of text that knows about quoting.
            names = [str.__str__(column.name) for column in table.columns]
            query = select(table).execution_options(yield_per=READ_AT_ONCE)
            for row in connection.execute(query):
                yield encode((str.__str__(table.name), dict(zip(names, row, strict=True)))) + b"\n"


def load(database: Database, lines: Iterable[bytes]) -> int:
    """Put dumped rows into an empty database, all or nothing; gives their number.

    Raises:
        InputError: A line is none of a dump, or the database holds rows already.
        SourceError: The database failed.
    """
    tables = {table.name: table for table in State.metadata.sorted_tables}
    read, count = (_row(line, tables) for line in lines), 0
    with database.writing() as session:
        connection = session.connection()
        _refuse_full(connection, tables)
        while batch := list(islice(read, READ_AT_ONCE)):
            for name in dict.fromkeys(name for name, _ in batch):
                rows = [row for other, row in batch if other == name]
                connection.execute(insert(tables[name]), rows)
            count += len(batch)
    return count


def _refuse_full(connection: Connection, tables: dict[str, Table]) -> None:
    for table in tables.values():
        if table.name == "list_head":
            # The migration puts its one row there.
            connection.execute(table.delete())
        elif connection.scalar(select(func.count()).select_from(table)):
            raise InputError(f"the database holds {table.name} already; give an empty one")


def _row(line: bytes, tables: dict[str, Table]) -> tuple[str, dict[str, Any]]:
    if len(line) > MOST_OCTETS:
        raise InputError("a line of the dump is too long")
    try:
        name, row = msgspec.json.decode(line, type=tuple[str, dict[str, Any]])
        table = tables[name]
        return name, {key: _typed(table, key, value) for key, value in row.items()}
    except (msgspec.DecodeError, KeyError, ValueError, TypeError) as error:
        raise InputError(f"a line of the dump is none: {error}") from error


def _typed(table: Table, key: str, value: Any) -> Any:  # noqa: ANN401  # a column's own type
    kind = table.columns[key].type
    if value is None:
        return None
    if isinstance(kind, UtcMoment):
        return datetime.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    return value
