"""Migrate: bring a database to the tables of this version, and back."""

from sqlalchemy import Connection, inspect, text

from noroshi.spine.model import ConfigError

HEAD = "0015"
"""Newest revision. A database already there opens without loading the migration tool."""


def current_revision(connection: Connection) -> str | None:
    """The database's revision; null for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection, revision: str = "head") -> None:
    """Move the database to a revision, inside the connection's transaction.

    Raises:
        ConfigError: A newer Noroshi wrote the database.
    """
    from alembic import command  # noqa: PLC0415  # heavy, and needed once in a database's life
    from alembic.config import Config  # noqa: PLC0415  # as above
    from alembic.util import CommandError  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", "noroshi.spine.store:migrations")
    config.attributes["connection"] = connection
    at = current_revision(connection)
    down = revision == "base" or (at is not None and revision != "head" and revision < at)
    try:
        (command.downgrade if down else command.upgrade)(config, revision)
    except CommandError as error:
        raise ConfigError(
            f"the state has revision {at}, which this Noroshi does not know; "
            "install the newer version that wrote it, or restore a backup"
        ) from error
