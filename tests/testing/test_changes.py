"""Made changes: a number names an entry."""

from noroshi.testing.changes import make_change


def test_numbers_name_entries():
    ids = {make_change(number).indicator.id for number in range(1_000)}
    assert len(ids) == 1_000
    assert make_change(7) == make_change(7)
