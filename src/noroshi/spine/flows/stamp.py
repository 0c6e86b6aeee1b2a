"""Stamp: what every imported row gets: how it was sampled and where it comes from."""

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import as_integers, filled, is_null, with_column
from noroshi.spine.model import SamplingSource


def stamp(table: pa.Table, *, sampling: int | None, exporter: str) -> pa.Table:
    """The rows with sampling interval, its origin and exporter filled in where they are absent.

    Args:
        table: Flow columns of one batch.
        sampling: Interval to take where the source does not say; null for 1, marked as assumed.
        exporter: Name of the importer, for rows without an exporter's address.
    """
    rows = table.num_rows
    fallback = SamplingSource.ASSUMED if sampling is None else SamplingSource.CONFIGURED
    rate, origin = np.full(rows, sampling or 1, np.int64), np.full(rows, fallback, np.int64)
    if "samplingInterval" in table.column_names:
        told = ~is_null(table["samplingInterval"])
        rate = np.where(told, as_integers(filled(table["samplingInterval"], 0)), rate)
        origin = np.where(told, _stated(table, rows), origin)
    table = with_column(table, "samplingInterval", pa.array(rate.astype(np.uint32)))
    table = with_column(table, "samplingSource", pa.array(origin.astype(np.uint8)))
    if "exporter" not in table.column_names:
        table = with_column(table, "exporter", pa.repeat(pa.scalar(exporter), rows))
    return table


def _stated(table: pa.Table, rows: int) -> I64:
    if "samplingSource" not in table.column_names:
        return np.full(rows, SamplingSource.RECORD, np.int64)
    return as_integers(filled(table["samplingSource"], SamplingSource.RECORD))
