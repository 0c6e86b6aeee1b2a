"""Grouping: equal codes exactly where all columns are equal."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.grouping import codes

NUMBER = st.sampled_from([-(2**63), -1, 0, 1, 2**62])


@given(st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=30))
def test_codes_agree_exactly_where_rows_do(rows):
    found = codes(*np.array(rows, np.int64).T).tolist()
    for one, a in zip(found, rows, strict=True):
        for other, b in zip(found, rows, strict=True):
            assert (one == other) == (a == b)
