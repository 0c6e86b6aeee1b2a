"""Delimited: blocks of separated text to string columns; rows of another width are counted."""

import io
from collections.abc import Sequence
from typing import Literal

import pyarrow as pa
import pyarrow.csv as pacsv

from noroshi.spine.flows.tally import Refusal, Tally


def parse_delimited(
    lines: bytes, names: Sequence[str], separator: str, tally: Tally, *, quoted: bool = False
) -> pa.Table:
    """String columns of a block of whole lines; `tally.read` counts the rows.

    Args:
        lines: Lines in UTF-8, each ended.
        names: Column names, in order.
        separator: One character.
        tally: Counts rows read and refused.
        quoted: Whether a value may stand in double quotes.
    """
    wrong = 0

    def skip(_: pacsv.InvalidRow) -> Literal["skip", "error"]:
        nonlocal wrong
        wrong += 1
        return "skip"

    try:
        table = pacsv.read_csv(
            io.BytesIO(lines),
            read_options=pacsv.ReadOptions(column_names=list(names), block_size=len(lines) + 1),
            parse_options=pacsv.ParseOptions(
                delimiter=separator,
                quote_char='"' if quoted else False,
                invalid_row_handler=skip,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        # Nothing that could be told apart, for example only blank lines.
        tally.drop(Refusal.BAD_ROW, sum(1 for line in lines.splitlines() if line.strip()))
        return pa.table({name: pa.array([], pa.string()) for name in names})
    tally.drop(Refusal.BAD_ROW, wrong)
    tally.read += table.num_rows
    return table
