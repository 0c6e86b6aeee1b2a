import numpy as np
import pyarrow as pa

from noroshi.c2.analyse import Columns

BIG = 2**62 + 1


def test_nulls_are_nan_and_can_be_filled():
    columns = Columns.of(pa.table({"a": pa.array([1, None], pa.int64())}))
    assert np.isnan(columns["a"][1])
    assert columns.filled("a", 7.0).tolist() == [1.0, 7.0]


def test_addresses_stay_exact():
    assert Columns.of(pa.table({"a": [BIG, -BIG]})).ints("a").tolist() == [BIG, -BIG]


def test_flags_take_null_as_false():
    columns = Columns.of(pa.table({"a": pa.array([True, None, False])}))
    assert columns.flags("a").tolist() == [True, False, False]


def test_sums_of_any_width_become_floats():
    wide = pa.array([2**70], pa.decimal128(38, 0))
    assert Columns.of(pa.table({"a": wide}))["a"].tolist() == [2.0**70]


def test_no_columns_have_no_rows():
    assert (Columns({}).rows, len(Columns({}))) == (0, 0)
    assert Columns.of(pa.table({"a": pa.array([], pa.int64())})).rows == 0


def test_a_table_in_chunks_is_one_array():
    table = pa.concat_tables([pa.table({"a": [1]}), pa.table({"a": [2]})])
    columns = Columns.of(table)
    assert dict(columns)["a"].tolist() == [1.0, 2.0]
    assert list(columns) == ["a"]
