from datetime import UTC, datetime

from noroshi.cli.door import Door
from noroshi.cli.rows_view import asked_of, show_rows
from noroshi.spine.home import Home


def door(tmp_path, *, as_json):
    return Door(Home(tmp_path), as_json)


def test_times_are_read_as_utc():
    asked = asked_of("2026-01-05", None, "why")
    assert (asked.start, asked.end, asked.purpose) == (
        datetime(2026, 1, 5, tzinfo=UTC),
        None,
        "why",
    )


def test_rows_are_counted_whatever_their_form(tmp_path, capsysbinary):
    rows = [{"n": 1}, {"n": 1_000_000}]
    assert show_rows(door(tmp_path, as_json=True), rows, "table") == 2
    assert capsysbinary.readouterr().out == b'{"n":1}\n{"n":1000000}\n'
    assert show_rows(door(tmp_path, as_json=False), rows, "csv") == 2
    assert show_rows(door(tmp_path, as_json=False), rows, "table") == 2
    assert b"1,000,000" in capsysbinary.readouterr().out


def test_counts_bear_separators_and_names_do_not(tmp_path, capsysbinary):
    rows = [{"flows": 15_809, "destinationTransportPort": 50_123, "source_as": 64_512}]
    show_rows(door(tmp_path, as_json=False), rows, "table")
    shown = capsysbinary.readouterr().out.decode()
    assert "15,809" in shown
    assert "50123" in shown
    assert "64512" in shown
