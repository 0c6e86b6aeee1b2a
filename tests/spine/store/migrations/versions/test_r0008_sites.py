"""Revision 0008 adds its tables and takes them away again."""

from sqlalchemy import inspect

from noroshi.spine.store.connect import connect
from noroshi.spine.store.migrate import migrate

TABLES = {
    "site_reports",
    "site_urls",
    "site_report_urls",
    "site_hosts",
    "site_visits",
    "site_verdicts",
    "site_sources",
    "site_source_days",
}


def test_it_goes_up_and_down(empty_place):
    engine = connect(empty_place)
    with engine.begin() as connection:
        migrate(connection, "0006")
        before = set(inspect(connection).get_table_names())
        migrate(connection, "0008")
        assert set(inspect(connection).get_table_names()) - before == TABLES
        migrate(connection, "0006")
        assert set(inspect(connection).get_table_names()) == before
    engine.dispose()
