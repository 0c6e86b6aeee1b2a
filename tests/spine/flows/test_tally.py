"""Tally: outs equal ins."""

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
