"""Delimited: blocks of separated text to string columns; rows of another width are counted.

Quotes mean nothing here: none of the formats needs them, and one that never ends would swallow rows.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.tally import MOST_EXAMPLES, Refusal, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """How rows look.

    Attributes:
        names: Column names, in order.
        used: Columns that are wanted.
        separator: One character.
        may_be_longer: Keep the first cells of rows with too many: their last column is free text.
    """

    names: Sequence[str]
    used: Sequence[str]
    separator: str
    may_be_longer: bool = False

    def table(self, lines: bytes, tally: Tally) -> pa.Table:
        """Wanted columns of a block of whole lines, as text; `tally` counts and places the rows."""
        table, wrong = self._parse(lines)
        tally.lines, wrong_lines = _places(lines, table.num_rows, wrong, tally.line)
        longer = [
            row.text for row in wrong if self.may_be_longer and row.actual_columns > len(self.names)
        ]
        if longer:
            cells = (text.split(self.separator)[: len(self.names)] for text in longer)
            cut = "\n".join(self.separator.join(row) for row in cells)
            more, _ = self._parse(cut.encode() + b"\n")
            table = pa.concat_tables([table, more])
            tally.lines = wrong_lines = None
        tally.read += table.num_rows
        told = [] if wrong_lines is None else wrong_lines[:MOST_EXAMPLES].tolist()
        tally.drop(Refusal.BAD_ROW, len(wrong) - len(longer), told)
        return table

    def _parse(self, lines: bytes) -> tuple[pa.Table, list[pacsv.InvalidRow]]:
        wrong: list[pacsv.InvalidRow] = []

        def skip(row: pacsv.InvalidRow) -> Literal["skip", "error"]:
            wrong.append(row)
            return "skip"

        wanted = [name for name in self.names if name in self.used]
        if not lines.strip():
            return pa.table({name: pa.array([], pa.string()) for name in wanted}), wrong
        table = pacsv.read_csv(
            io.BytesIO(lines),
            read_options=pacsv.ReadOptions(
                column_names=list(self.names), block_size=len(lines) + 1, use_threads=False
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self.separator, quote_char=False, invalid_row_handler=skip
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()),
                include_columns=wanted,
                strings_can_be_null=False,
            ),
        )
        return table, wrong


def _places(
    block: bytes, rows: int, wrong: list[pacsv.InvalidRow], before: int
) -> tuple[I64 | None, I64 | None]:
    """Lines of the good and of the wrong rows; nulls where line ends are too odd to tell."""
    lines = np.arange(before + 1, before + 1 + block.count(b"\n"))
    if len(lines) != rows + len(wrong):
        # Empty lines are no rows.
        held = [bool(line.strip(b"\r")) for line in block.split(b"\n")[:-1]]
        lines = lines[np.array(held, np.bool_)]
    if len(lines) != rows + len(wrong):
        return None, None
    is_wrong = np.zeros(len(lines), np.bool_)
    is_wrong[[row.number - 1 for row in wrong if row.number is not None]] = True
    return lines[~is_wrong], lines[is_wrong]
