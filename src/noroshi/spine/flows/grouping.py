"""Grouping: rows that agree in several columns."""

from typing import cast

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Mask
from noroshi.spine.flows.arrow import Array, distinct


def codes(*columns: I64) -> I64:
    """One number for each distinct combination of columns, in the order in which they come."""
    code = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        if len(column) and (column == column[0]).all():
            continue
        index, many = _numbered(column)
        code, _ = _numbered(code * many + index)
    return code


def _numbered(column: I64) -> tuple[I64, int]:
    """The number of each row's value, and how many there are. Hashing costs a tenth of sorting."""
    values, places = distinct(cast("Array", pa.array(column)))
    return places, len(values)


def among(column: I64, *values: int) -> Mask:
    """Where a column holds one of a few values; for a handful far cheaper than `numpy.isin`."""
    found: Mask = column == values[0]
    for value in values[1:]:
        found |= column == value
    return found
