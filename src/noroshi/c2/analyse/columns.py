"""Columns: an analysed table as numpy arrays by name."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Columns(Mapping[str, Floats]):
    """Numeric columns of one table, all of one length; nulls are NaN.

    Integer columns (addresses, identifiers) stay exact under `ints`.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._arrays = dict(arrays)
        self._rows = len(next(iter(self._arrays.values()))) if self._arrays else 0

    @classmethod
    def of(cls, table: pa.Table) -> "Columns":
        """The columns of an Arrow table."""
        return cls({name: _array(table.column(name)) for name in table.column_names})

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self._rows

    def __getitem__(self, name: str) -> Floats:
        return self._arrays[name].astype(np.float64, copy=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def ints(self, name: str) -> Ints:
        """A column as exact 64-bit integers."""
        return self._arrays[name].astype(np.int64)

    def flags(self, name: str) -> Flags:
        """A column as booleans; NaN is false."""
        flags: Flags = np.nan_to_num(self[name]) != 0
        return flags

    def filled(self, name: str, value: float) -> Floats:
        """A column with nulls replaced."""
        array = self[name]
        return np.where(np.isnan(array), value, array)


def _array(column: "pa.ChunkedArray[pa.Scalar[pa.DataType]]") -> NDArray[np.generic]:
    if column.null_count or pa.types.is_decimal(column.type):
        column = column.cast(pa.float64())
    array: NDArray[np.generic] = column.to_numpy()
    return array
