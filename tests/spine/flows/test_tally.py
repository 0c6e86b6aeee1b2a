"""Tally: outs equal ins."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.tally import Refusal, Tally

REASON = st.sampled_from(list(Refusal))


@given(
    st.lists(st.tuples(REASON, st.integers(0, 9))), st.lists(st.tuples(REASON, st.integers(0, 9)))
)
def test_kept_and_refused_add_up_to_read(refused, dropped):
    tally = Tally(read=1000)
    for reason, rows in refused:
        tally.refuse(reason, rows)
    for reason, count in dropped:
        tally.drop(reason, count)
    assert tally.kept == 1000 - sum(rows for _, rows in refused)
    assert tally.read == tally.kept + tally.refused.total()


def test_nothing_refused_leaves_no_entry():
    tally = Tally()
    tally.refuse(Refusal.BAD_ROW, 0)
    assert not tally.refused


def test_only_the_first_refused_rows_are_placed():
    tally = Tally(lines=np.arange(10, 30))
    tally.refuse_rows(Refusal.BAD_PORT, np.arange(20) % 2 == 0)
    assert tally.refused == {"bad-port": 10}
    assert tally.examples == [("bad-port", line) for line in (10, 12, 14, 16, 18)]


def test_rows_of_another_batch_are_not_placed():
    tally = Tally(lines=np.arange(3))
    tally.refuse_rows(Refusal.BAD_PORT, np.ones(2, np.bool_))
    assert (tally.refused, tally.examples) == ({"bad-port": 2}, [])
