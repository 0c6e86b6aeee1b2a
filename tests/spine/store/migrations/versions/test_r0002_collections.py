"""Revision 0002: an older state gains the tables, and gives them up again, without other change."""

from sqlalchemy import inspect, text

from noroshi.spine.store.connect import connect
from noroshi.spine.store.migrate import migrate


def test_it_goes_up_and_down_around_what_is_there(tmp_path):
    engine = connect(tmp_path / "state.db")
    with engine.begin() as connection:
        migrate(connection, "0001")
        before = set(inspect(connection).get_table_names())
        connection.execute(
            text(
                "INSERT INTO imports VALUES ('d', 'p', 'zeek', 1, 1, '{}', '[]', '2026-01-01 00:00:00')"
            )
        )
        migrate(connection, "0002")
        assert set(inspect(connection).get_table_names()) - before == {"collections", "collectors"}
        migrate(connection, "0001")
        assert set(inspect(connection).get_table_names()) == before
        assert connection.execute(text("SELECT digest FROM imports")).scalar() == "d"
    engine.dispose()
