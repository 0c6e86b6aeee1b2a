"""Delimited: quotes mean nothing, rows of another width are counted."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.importers.delimited import Delimited
from noroshi.spine.flows.tally import Tally

FORM = Delimited(names=["a", "b", "c"], used=["a", "c"], separator=",")
LONGER = Delimited(names=["a", "b"], used=["a", "b"], separator=",", may_be_longer=True)
CELL = st.text(st.sampled_from("ab'\" \\;"), max_size=4)


@given(st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=12))
def test_every_row_is_read_or_counted(rows):
    lines = [",".join(cells) for cells in rows]
    kept = [cells for cells, line in zip(rows, lines, strict=True) if line and len(cells) == 3]
    tally = Tally()
    table = FORM.table("".join(f"{line}\n" for line in lines).encode(), tally)
    assert table.to_pylist() == [{"a": cells[0], "c": cells[2]} for cells in kept]
    assert tally.kept == len(kept)


def test_free_text_in_the_last_column_may_hold_separators():
    tally = Tally()
    table = LONGER.table(b"1,2\n3,4,5,6\n7\n", tally)
    assert sorted(row["a"] for row in table.to_pylist()) == ["1", "3"]
    assert tally.refused == {"bad-row": 1}


def test_nothing_is_an_empty_table():
    assert FORM.table(b"\n", Tally()).to_pylist() == []
