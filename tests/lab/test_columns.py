"""Columns: rows of nested tables stay together."""

import numpy as np

from noroshi.lab.columns import Columns, Ends
from noroshi.lab.plan import A_DAY, ORDINARY
from noroshi.lab.seed import rng_of


def ends(*numbers):
    column = np.array(numbers, np.int64)
    return Ends(hi=column, lo=column * 10, port=column.astype(np.uint16))


def same(one, other):
    return all(
        same(getattr(one, name), getattr(other, name))
        if isinstance(getattr(one, name), Columns)
        else np.array_equal(getattr(one, name), getattr(other, name))
        for name in type(one).__dataclass_fields__
    )


def test_rows_are_taken_from_every_column():
    taken = ends(1, 2, 3).take(np.array([2, 0]))
    assert (taken.hi.tolist(), taken.lo.tolist(), len(taken)) == ([3, 1], [30, 10], 2)


def test_a_nested_table_cut_and_joined_is_the_same(world):
    batch = ORDINARY["ntp"](rng_of(1, "ntp"), world, A_DAY)
    half = len(batch) // 2
    assert same(type(batch).concat([batch.take(slice(half)), batch.take(slice(half, None))]), batch)
