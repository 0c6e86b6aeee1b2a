"""Parquet: flow tables as files, the way the lake holds them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def write_flows(flows: pa.Table, folder: Path, *, name: str = "flows") -> Path:
    """Write a flow table as one Parquet file and give its path.

    Args:
        flows: Rows in the lake's columns.
        folder: Where to write; made when missing.
        name: File name without its ending.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.parquet"
    pq.write_table(flows, path, compression="zstd")
    return path
