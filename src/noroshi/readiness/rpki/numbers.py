"""Numbers: AS numbers and lengths, read strictly from whole columns of text."""

import numpy as np
import pyarrow as pa

from noroshi.readiness.rpki.prefixes import I64
from noroshi.spine.flows.arrow import (
    Array,
    as_integers,
    matches,
    only_where,
    replaced,
)

UNREADABLE = -1
"""Stands where a text is no number within the bound."""

MOST_AS = 2**32 - 1
"""AS numbers have 32 bits (RFC 6793)."""


def parse_as_numbers(texts: Array) -> I64:
    """AS numbers, with or without `AS` in front; `UNREADABLE` where there is none."""
    if matches(texts, "^[Aa][Ss]").any():
        texts = replaced(texts, "^[Aa][Ss]", "")
    return parse_numbers(texts, most=MOST_AS)


def parse_numbers(texts: Array, *, most: int) -> I64:
    """Whole numbers from 0 to `most`, of at most thirteen digits; `UNREADABLE` where a text is none."""
    whole = matches(texts, "^[0-9]{1,13}$")
    if not whole.all():
        texts = only_where(whole, texts)
    numbers = as_integers(texts.cast(pa.int64()).fill_null(UNREADABLE))
    return np.where(numbers > most, UNREADABLE, numbers)
