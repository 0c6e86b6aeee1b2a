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
