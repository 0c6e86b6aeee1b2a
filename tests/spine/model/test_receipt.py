"""Receipts are read as people copy them, and mistakes are noticed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import InputError
from noroshi.spine.model.receipt import ALPHABET, NUMBERS, read_receipt, receipt_number

numbers = st.integers(0, NUMBERS - 1)


@given(numbers)
def test_a_receipt_is_read_back(number):
    receipt = receipt_number(number)
    assert read_receipt(receipt) == receipt
    assert read_receipt(f" {receipt.lower().replace('-', ' ')} ") == receipt


@given(numbers, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number, at, other):
    signs = receipt_number(number).replace("-", "")
    if signs[at] != other:
        with pytest.raises(InputError, match="no receipt number"):
            read_receipt(signs[:at] + other + signs[at + 1 :])


@given(numbers, st.integers(0, 10))
def test_two_exchanged_characters_are_noticed(number, at):
    signs = receipt_number(number).replace("-", "")
    if signs[at] != signs[at + 1]:
        with pytest.raises(InputError):
            read_receipt(signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :])


@given(st.text(max_size=60))
def test_any_text_is_a_receipt_or_refused(text):
    with suppress(InputError):
        assert len(read_receipt(text)) == 14


def test_letters_that_look_like_digits_are_taken_for_them():
    receipt = next(r for r in map(receipt_number, range(1, 2000, 7)) if "1" in r)
    assert read_receipt(receipt.replace("1", "l")) == receipt
    assert read_receipt(receipt.replace("1", "I")) == receipt
