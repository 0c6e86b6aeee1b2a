"""Grouping: rows that agree in several columns."""

import numpy as np

from noroshi.spine.flows.address import I64, Mask


def codes(*columns: I64) -> I64:
    """One number for each distinct combination of columns."""
    code = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        if len(column) and (column == column[0]).all():
            continue
        distinct, index = np.unique(column, return_inverse=True)
        _, code = np.unique(code * max(len(distinct), 1) + index, return_inverse=True)
    return code.astype(np.int64)


def among(column: I64, *values: int) -> Mask:
    """Where a column holds one of a few values; for a handful far cheaper than `numpy.isin`."""
    found: Mask = column == values[0]
    for value in values[1:]:
        found |= column == value
    return found
