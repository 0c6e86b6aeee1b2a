"""Made changes: another number is another entry."""

from noroshi.testing.changes import make_change


def test_numbers_are_entries():
    assert len({make_change(number).indicator.id for number in range(1_000)}) == 1_000
    assert str(make_change(7).indicator.subject) == "endpoint 198.51.100.7:443/tcp"
