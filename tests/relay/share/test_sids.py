"""Sids: each its own, in the range for local rules."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share import sids
from noroshi.relay.share.sids import FIRST, LAST, Sids


@given(st.lists(st.uuids().map(str), unique=True, max_size=50))
def test_numbers_are_distinct_and_in_range(ids):
    numbers = Sids()
    taken = [numbers.take(one) for one in ids]
    assert len(set(taken)) == len(ids)
    assert all(FIRST <= number <= LAST for number in taken)


def test_ids_with_the_same_choice_do_not_collide():
    numbers = Sids()
    ids = [f"00000000-0000-5000-{variant}000-000000000007" for variant in "89ab"]
    assert [numbers.take(one) for one in ids] == [FIRST + 7, FIRST + 8, FIRST + 9, FIRST + 10]


def test_a_full_range_begins_again_and_then_ends(monkeypatch):
    monkeypatch.setattr(sids, "_SIZE", 4)
    numbers = Sids()
    last = "00000000-0000-5000-8000-000000000003"
    taken = [numbers.take(last) for _ in range(5)]
    assert taken == [FIRST + 3, FIRST, FIRST + 1, FIRST + 2, None]
