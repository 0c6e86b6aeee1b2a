"""Stamp: what every imported row gets: how it was sampled and where it comes from."""

import numpy as np
import pyarrow as pa

from noroshi.spine.model import SamplingSource


def stamp(table: pa.Table, *, sampling: int | None, exporter: str) -> pa.Table:
    """The rows with sampling interval, its origin and exporter filled in where they are absent.

    Args:
        table: Flow columns of one batch.
        sampling: Interval to take where the source does not say; null for 1, marked as assumed.
        exporter: Name of the importer, for rows without an exporter's address.
    """
    rows = table.num_rows
    if "samplingInterval" in table.column_names:
        given = table["samplingInterval"].combine_chunks()
        missing = np.asarray(given.is_null())
    else:
        given, missing = pa.nulls(rows, pa.uint32()), np.ones(rows, np.bool_)
    fallback = SamplingSource.ASSUMED if sampling is None else SamplingSource.CONFIGURED
    stated = _stated(table, rows)
    origin = np.where(missing, fallback, stated).astype(np.uint8)
    table = _put(table, "samplingInterval", given.fill_null(sampling or 1))
    table = _put(table, "samplingSource", pa.array(origin))
    if "exporter" not in table.column_names:
        table = _put(table, "exporter", pa.repeat(pa.scalar(exporter), rows))
    return table


def _stated(table: pa.Table, rows: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    if "samplingSource" not in table.column_names:
        return np.full(rows, SamplingSource.RECORD, np.uint8)
    return np.asarray(table["samplingSource"].fill_null(SamplingSource.RECORD).to_numpy(), np.uint8)


def _put(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.schema.get_field_index(name)
    if at < 0:
        return table.append_column(name, column)
    return table.set_column(at, name, column)
