from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa

from noroshi.spine.flows.readable import readable_rows
from noroshi.spine.model import address_halves


def pair(*texts):
    halves = [address_halves(text) if text else (None, None) for text in texts]
    return pa.array([h for h, _ in halves], pa.int64()), pa.array(
        [low for _, low in halves], pa.int64()
    )


def test_two_halves_become_one_text():
    hi, lo = pair("192.0.2.1", None, "2001:db8::1")
    table = pa.table({"n": [1, 2, 3], "sourceAddressHi": hi, "sourceAddressLo": lo})
    assert list(readable_rows(table)) == [
        {"n": 1, "sourceAddress": "192.0.2.1"},
        {"n": 2, "sourceAddress": None},
        {"n": 3, "sourceAddress": "2001:db8::1"},
    ]


def test_names_of_the_daily_tables_are_known():
    hi, lo = pair("192.0.2.1")
    assert list(readable_rows(pa.table({"server_hi": hi, "server_lo": lo}))) == [
        {"server": "192.0.2.1"}
    ]


def test_one_half_alone_stays_a_number():
    hi, _ = pair("192.0.2.1")
    assert list(readable_rows(pa.table({"sourceAddressHi": hi}))) == [{"sourceAddressHi": 0}]


def test_moments_and_sums_are_plain():
    table = pa.table(
        {
            "at": pa.array([1_767_571_200_000], pa.timestamp("ms")),
            "day": pa.array([date(2026, 1, 5)]),
            "sum": pa.array([Decimal(5)], pa.decimal128(38, 0)),
            "zoned": pa.array([datetime(2026, 1, 5, tzinfo=UTC)]),
        }
    )
    [row] = readable_rows(table)
    assert row == {
        "at": "2026-01-05T00:00:00.000Z",
        "day": "2026-01-05",
        "sum": 5,
        "zoned": "2026-01-05T00:00:00.000Z",
    }


def test_columns_of_one_name_are_all_told():
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["n", "n"])
    assert list(readable_rows(table)) == [{"n": 1, "n:2": 2}]
