"""Stamp: what the source says wins over what the operator configured."""

import pyarrow as pa

from noroshi.spine.flows.stamp import stamp
from noroshi.spine.model import SamplingSource


def stamped(columns, sampling=None):
    table = stamp(
        pa.table({"protocolIdentifier": [6, 17]} | columns), sampling=sampling, exporter="zeek"
    )
    names = ("samplingInterval", "samplingSource", "exporter")
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


def test_a_silent_source_is_assumed_to_be_unsampled():
    assert stamped({}) == [(1, SamplingSource.ASSUMED, "zeek")] * 2


def test_a_configured_rate_is_marked_as_such():
    assert stamped({}, 100) == [(100, SamplingSource.CONFIGURED, "zeek")] * 2


def test_what_records_say_is_kept_row_by_row():
    told = {"samplingInterval": pa.array([1000, None], pa.uint32()), "exporter": ["192.0.2.1"] * 2}
    assert stamped(told, 100) == [
        (1000, SamplingSource.RECORD, "192.0.2.1"),
        (100, SamplingSource.CONFIGURED, "192.0.2.1"),
    ]
