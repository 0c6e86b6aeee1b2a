"""Delimited: blocks of separated text to string columns; rows of another width are counted.

Quotes mean nothing here: none of the formats needs them, and one that never ends would swallow rows.
"""

import io
from collections.abc import Sequence
from typing import Literal

import pyarrow as pa
import pyarrow.csv as pacsv

from noroshi.spine.flows.tally import Refusal, Tally


def parse_delimited(
    lines: bytes, names: Sequence[str], separator: str, tally: Tally, *, may_be_longer: bool = False
) -> pa.Table:
    """String columns of a block of whole lines; `tally.read` counts the rows.

    Args:
        lines: Lines in UTF-8, each ended.
        names: Column names, in order.
        separator: One character.
        tally: Counts rows read and refused.
        may_be_longer: Keep the first cells of rows with too many: their last column is free text.
    """
    table, wrong = _parse(lines, names, separator)
    tally.read += table.num_rows
    longer = [row.text for row in wrong if may_be_longer and row.actual_columns > len(names)]
    if longer:
        cut = (separator.join(text.split(separator)[: len(names)]) for text in longer)
        more, _ = _parse("\n".join(cut).encode() + b"\n", names, separator)
        tally.read += more.num_rows
        table = pa.concat_tables([table, more])
    tally.drop(Refusal.BAD_ROW, len(wrong) - len(longer))
    return table


def _parse(
    lines: bytes, names: Sequence[str], separator: str
) -> tuple[pa.Table, list[pacsv.InvalidRow]]:
    wrong: list[pacsv.InvalidRow] = []

    def skip(row: pacsv.InvalidRow) -> Literal["skip", "error"]:
        wrong.append(row)
        return "skip"

    if not lines.strip():
        return pa.table({name: pa.array([], pa.string()) for name in names}), wrong
    table = pacsv.read_csv(
        io.BytesIO(lines),
        read_options=pacsv.ReadOptions(
            column_names=list(names), block_size=len(lines) + 1, use_threads=False
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=separator, quote_char=False, invalid_row_handler=skip
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    return table, wrong
