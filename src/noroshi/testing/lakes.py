"""Lakes: many small files of an hour or more, and which rows they hold."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.flows.arrow import as_integers
from noroshi.spine.flows.lake import LakeWriter
from noroshi.spine.model import address_halves

HOUR = 3_600_000
START = 1_748_822_400_000
"""2025-06-02T00:00:00Z."""


def plain_flows(starts: list[int], sources: list[str] | None = None, **columns: object) -> pa.Table:
    """Flows that start at some Unix times in milliseconds; columns of one value a row are added."""
    rows = len(starts)
    moments = np.array(starts, "datetime64[ms]")
    ends = [address_halves(text) for text in sources or ["100.64.0.1"] * rows]
    to = address_halves("192.0.2.1")
    return pa.table(
        {
            "flowStartMilliseconds": moments, "flowEndMilliseconds": moments,
            "sourceAddressHi": [hi for hi, _ in ends], "sourceAddressLo": [lo for _, lo in ends],
            "destinationAddressHi": [to[0]] * rows, "destinationAddressLo": [to[1]] * rows,
            "protocolIdentifier": pa.array([6] * rows, pa.uint8()),
            "octetDeltaCount": pa.array(range(rows), pa.int64()), **columns,
        }
    )  # fmt: skip


def write_file(
    root: Path, table: pa.Table, content: str, options: str = "0" * 12
) -> tuple[str, ...]:
    """Write flows into the lake as one import does; gives the names of the files."""
    writer = LakeWriter(root, content, options)
    writer.add(table)
    return writer.finish()


def many_files(root: Path, files: int = 4, rows: int = 50, hours: int = 1) -> list[int]:
    """Files of flows with distinct starts, in some hours each; gives all starts, sorted."""
    starts = []
    for number in range(files):
        at = [START + HOUR * (i % hours) + 1000 * i + number for i in range(rows)]
        sources = [f"100.64.{number}.{(i * 37) % 251}" for i in range(rows)]
        write_file(root, plain_flows(at, sources), f"{number:016x}")
        starts += at
    return sorted(starts)


def starts_in(files: list[Path]) -> list[int]:
    """Starts of all rows of some files, sorted."""
    tables = [pq.read_table(file, columns=["flowStartMilliseconds"]) for file in files]
    return sorted(v for t in tables for v in as_integers(t.column(0).cast(pa.int64())).tolist())
