"""Titles: lines of titles amid rows, where files were joined one behind the other."""

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import Mask
from noroshi.spine.flows.arrow import is_one_of
from noroshi.spine.flows.importers.table import loose, texts
from noroshi.spine.flows.tally import Tally


def without_titles(table: pa.Table, column: str, title: str, tally: Tally) -> pa.Table:
    """The rows whose column is not its own title; titles are neither read nor refused."""
    found = is_one_of(texts(loose(table, column)), title)
    return left_out(table, found, tally) if found.any() else table


def left_out(table: pa.Table, rows: Mask, tally: Tally) -> pa.Table:
    """The other rows; those of the mask were read for nothing."""
    tally.read -= int(np.count_nonzero(rows))
    if tally.lines is not None:
        tally.lines = tally.lines[~rows]
    return table.filter(pa.array(~rows))
