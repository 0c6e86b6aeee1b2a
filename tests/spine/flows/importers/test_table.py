"""Table: loose columns of any type; nothing, nonsense and numbers stay apart."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.draft import BAD, MISSING
from noroshi.spine.flows.importers.table import integers, loose, numbers, texts


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (
            pa.array(["7", " 8 ", "", None, "-1", "x", "9" * 30]),
            [7, 8, MISSING, MISSING, BAD, BAD, BAD],
        ),
        (pa.array([1.6, None, np.inf, -2.0]), [2, MISSING, BAD, BAD]),
        (pa.array([1, None, -5], pa.int64()), [1, MISSING, BAD]),
        (pa.array([2**63], pa.uint64()), [BAD]),
        (pa.nulls(2), [MISSING, MISSING]),
        (pa.array([True]), [BAD]),
    ],
)
def test_whole_numbers(column, wanted):
    assert integers(column).tolist() == wanted


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), max_size=8))
def test_decimal_text_reads_as_it_was_written(values):
    found = numbers(pa.array([f"{value:.6e}" for value in values], pa.string()))
    assert found.tolist() == [float(f"{value:.6e}") for value in values]


def test_what_is_no_number_is_not_finite_and_null_is_not_a_number():
    found = numbers(pa.array(["soon", None, "1.5"]))
    assert found[0] == np.inf
    assert np.isnan(found[1])
    assert found[2] == 1.5


def test_text_of_a_dictionary_is_trimmed_once():
    column = pa.array([" a", "b", " a"]).dictionary_encode()
    assert texts(column).to_pylist() == ["a", "b", "a"]


def test_a_column_that_is_not_there_is_null():
    assert loose(pa.table({"a": [1, 2]}), "b").to_pylist() == [None, None]
