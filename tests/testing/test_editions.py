"""Made changes differ by their number."""

from noroshi.spine.model import Standing
from noroshi.testing.editions import make_change


def test_each_number_is_an_entry_of_its_own():
    assert len({make_change(number).indicator.id for number in range(1000)}) == 1000
    assert make_change(7, Standing.WITHDRAWN).indicator.id == make_change(7).indicator.id
