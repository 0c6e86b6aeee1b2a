"""Encoding: every column is written one way, and comes back as it was."""

import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.flows.encoding import DICTIONARY, ENCODINGS
from noroshi.spine.flows.schema import FLOW_SCHEMA


def test_every_column_has_one_encoding():
    assert sorted([*DICTIONARY, *ENCODINGS]) == sorted(FLOW_SCHEMA.names)


def test_extreme_values_come_back(tmp_path):
    extremes = {
        field.name: pa.array([None, *_extremes(field.type), None], field.type)
        for field in FLOW_SCHEMA
        if field.name in ENCODINGS
    }
    table = pa.table(extremes)
    pq.write_table(
        table,
        tmp_path / "file.parquet",
        use_dictionary=False,
        column_encoding=ENCODINGS,
        compression="zstd",
    )
    assert pq.read_table(tmp_path / "file.parquet").equals(table)


def _extremes(kind):
    if pa.types.is_timestamp(kind) or kind == pa.int64():
        return [-(2**63), 0, 2**63 - 1]
    bits = kind.bit_width
    return [0, 1, 2**bits - 1]
