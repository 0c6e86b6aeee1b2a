"""Titles: joined files hold them amid rows."""

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.importers.titles import without_titles
from noroshi.spine.flows.tally import Tally


def test_titles_amid_rows_are_neither_read_nor_refused():
    tally = Tally(read=3, lines=np.array([2, 3, 4]))
    table = without_titles(pa.table({"a": ["x", "a", "y"]}), "a", "a", tally)
    assert table["a"].to_pylist() == ["x", "y"]
    assert (tally.read, tally.lines.tolist()) == (2, [2, 4])
