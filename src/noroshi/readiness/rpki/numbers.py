"""Numbers: AS numbers and lengths, read strictly from whole columns of text."""

import numpy as np
import pyarrow as pa

from noroshi.readiness.rpki.prefixes import I64
from noroshi.spine.flows.arrow import (
    Array,
    as_integers,
    cast_whole,
    filled,
    is_digits,
    matches,
    only_where,
    replaced,
    without_start,
)

UNREADABLE = -1
"""Stands where a text is no number within the bound."""

MOST_AS = 2**32 - 1
"""AS numbers have 32 bits (RFC 6793)."""


def parse_as_numbers(texts: Array) -> I64:
    """AS numbers, with or without `AS` in front; `UNREADABLE` where there is none."""
    if not is_digits(texts):
        bare = without_start(texts, "AS")
        if bare is not None:
            texts = bare
        elif matches(texts, "^[Aa][Ss]").any():
            texts = replaced(texts, "^[Aa][Ss]", "")
    return parse_numbers(texts, most=MOST_AS)


def parse_numbers(texts: Array, *, most: int) -> I64:
    """Whole numbers from 0 to `most`, of at most thirteen digits; `UNREADABLE` where a text is none."""
    # Arrow also reads signs and 0x, so it is asked only where all characters are digits.
    column = cast_whole(texts, pa.int64()) if is_digits(texts) else None
    if column is None:
        whole = matches(texts, "^[0-9]{1,13}$")
        column = filled(only_where(whole, texts).cast(pa.int64()), UNREADABLE)
    numbers = as_integers(column)
    return np.where(numbers > most, UNREADABLE, numbers)
