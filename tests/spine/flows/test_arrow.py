"""Arrow: nulls mean what each caller expects, whatever the chunks."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.arrow import (
    as_mask,
    cast_whole,
    chosen,
    distinct,
    holds,
    joined,
    octets_of,
    one_array,
    repeated,
    texts_of,
    typed,
    without_start,
)

WORDS = st.lists(st.none() | st.sampled_from(["a", "b", ""]), max_size=20)


@given(WORDS, WORDS)
def test_distinct_values_and_places_give_the_column_back(one, other):
    column = pa.chunked_array([one, other], pa.string())
    values, places = distinct(column)
    back = [*values.to_pylist(), None]
    assert [back[place] for place in places] == one + other
    assert len(set(values.to_pylist())) == len(values)


@given(st.lists(st.integers(-(2**40), 2**40), max_size=20))
def test_numbers_that_do_not_fit_a_type_are_null(values):
    column = typed(np.array(values, np.int64), pa.uint16(), np.ones(len(values), np.bool_))
    assert column.to_pylist() == [v if 0 <= v <= 0xFFFF else None for v in values]


def test_null_is_false_in_a_mask():
    assert as_mask(pa.array([True, None, False])).tolist() == [True, False, False]


def test_a_cast_is_whole_or_not_at_all():
    assert cast_whole(pa.array(["1", "x"]), pa.int64()) is None
    assert cast_whole(pa.array(["1", "2"]), pa.int64()).to_pylist() == [1, 2]


def test_joined_text_is_null_where_either_is():
    assert joined(pa.array(["a", None]), pa.array(["b", "c"]), "-").to_pylist() == ["a-b", None]


def test_an_empty_chunked_column_is_an_empty_array():
    assert one_array(pa.chunked_array([], pa.int64())).to_pylist() == []


@given(st.lists(st.text("AS019", max_size=4) | st.from_regex(r"AS[0-9]{0,3}", fullmatch=True)))
def test_a_start_is_taken_off_all_texts_or_none(texts):
    bare = without_start(pa.array(["x", *texts], pa.string()).slice(1), "AS")
    fits = all(text[:2] == "AS" and all(one in "0123456789" for one in text[2:]) for text in texts)
    assert (bare is not None) == fits
    if bare is not None:
        assert bare.to_pylist() == [text[2:] for text in texts]


@given(st.lists(st.text(max_size=5)))
def test_texts_come_back_from_their_octets(texts):
    column = pa.array(["x", *texts], pa.string()).slice(1)
    assert texts_of(*octets_of(column)).to_pylist() == texts
    assert holds(column, ",") == any("," in text for text in texts)


def test_values_are_chosen_row_by_row():
    mask = np.array([True, False])
    assert chosen(mask, repeated("a", 2), pa.array(["b", "c"])).to_pylist() == ["a", "c"]
