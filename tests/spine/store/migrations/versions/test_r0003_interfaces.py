"""Revision 0003 adds its table and takes it away again."""

from sqlalchemy import inspect

from noroshi.spine.store.connect import connect
from noroshi.spine.store.migrate import migrate


def test_it_goes_up_and_down(tmp_path):
    engine = connect(tmp_path / "state.db")
    with engine.begin() as connection:
        migrate(connection, "0002")
        before = set(inspect(connection).get_table_names())
        migrate(connection, "0003")
        assert set(inspect(connection).get_table_names()) - before == {"interfaces"}
        migrate(connection, "0002")
        assert set(inspect(connection).get_table_names()) == before
    engine.dispose()
