"""Tracking: a slip of the tongue is found, and people may write the number as they like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.cases import make_tracking, read_tracking, shown_tracking
from noroshi.spine.model import InputError

KEY = b"k" * 32
numbers = st.text(max_size=40).map(lambda text: make_tracking(KEY, text))


@given(numbers)
def test_a_number_is_read_back_however_it_is_written(number):
    shown = shown_tracking(number)
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in shown)
    assert {read_tracking(one) for one in (number, shown, f" {shown} ", wide)} == {number}
    assert [len(part) for part in shown.split("-")] == [4, 4, 4, 2]


@given(numbers, st.integers(0, 13), st.integers(1, 9))
def test_every_wrong_digit_is_found(number, place, by):
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(InputError, match="wrong"):
        read_tracking(wrong)


@given(numbers, st.integers(0, 12))
def test_every_swap_of_neighbours_is_found(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(InputError, match="wrong"):
            read_tracking(swapped)


@pytest.mark.parametrize("text", ["", "1234", "12345678901234x", "٠" * 14, "1" * 15])
def test_what_has_no_fourteen_digits_is_none(text):
    with pytest.raises(InputError, match="14 digits"):
        read_tracking(text)


def test_numbers_depend_on_key_case_and_attempt():
    made = {
        make_tracking(key, case, attempt)
        for key in (KEY, b"x" * 32)
        for case in "ab"
        for attempt in (0, 1)
    }
    assert len(made) == 8
