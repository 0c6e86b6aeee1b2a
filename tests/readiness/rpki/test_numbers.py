"""Numbers: strict, and never more than their bound."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.numbers import MOST_AS, UNREADABLE, parse_as_numbers, parse_numbers


def column(*texts):
    return pa.array(texts, pa.string())


@given(st.lists(st.integers(0, 2**33)))
def test_as_numbers_read_with_and_without_letters(numbers):
    wanted = [number if number <= MOST_AS else UNREADABLE for number in numbers]
    assert parse_as_numbers(column(*map(str, numbers))).tolist() == wanted
    assert parse_as_numbers(column(*(f"AS{n}" for n in numbers))).tolist() == wanted


@given(st.lists(st.text(max_size=12)))
def test_any_text_is_a_number_or_unreadable(texts):
    for text, number in zip(texts, parse_numbers(column(*texts), most=99).tolist(), strict=True):
        assert number == UNREADABLE or int(text) == number


def test_signs_blanks_and_other_digits_are_unreadable():
    assert set(parse_as_numbers(column("-1", "+1", " 1", "1.2", "١", "ASAS1", "", "9" * 40))) == {
        UNREADABLE
    }


def test_marks_of_other_notations_are_unreadable_alone_too():
    for text in ("-0", "0x10", "0X10", "-1", "+1", "1e3"):
        assert parse_numbers(column(text), most=99).tolist() == [UNREADABLE]
