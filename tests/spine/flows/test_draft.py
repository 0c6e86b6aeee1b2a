"""Draft: mended where harmless, refused by its first fault otherwise."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from noroshi.spine.flows.draft import BAD, LATEST_S, MISSING, Draft, ends, settle
from noroshi.spine.flows.tally import Tally


def draft(**columns):
    def one(value):
        return np.array([value], np.int64)

    made = Draft(
        start_s=np.array([1.7e9]),
        duration_s=np.array([1.5]),
        **ends(pa.array(["100.64.0.1"]), pa.array(["192.0.2.1"])),
        protocol=one(6), source_port=one(50_000), destination_port=one(443),
        octets=one(700), packets=one(5), reverse_octets=one(3000), reverse_packets=one(4),
        flags=one(27), reverse_flags=one(19),
    )  # fmt: skip
    return replace(
        made,
        **{
            name: np.array([value], np.float64 if name.endswith("_s") else np.int64)
            for name, value in columns.items()
        },
    )


def settled(**columns):
    tally = Tally(read=1)
    table = settle(draft(**columns), tally)
    assert tally.kept == table.num_rows
    return table.to_pylist(), dict(tally.refused)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"protocol": BAD}, "no-ip-protocol"),
        ({"protocol": 256}, "no-ip-protocol"),
        ({"start_s": np.nan}, "bad-time"),
        ({"start_s": LATEST_S}, "bad-time"),
        ({"duration_s": np.inf}, "bad-duration"),
        ({"duration_s": -86_401}, "bad-duration"),
        ({"destination_port": MISSING}, "bad-port"),
        ({"source_port": 65_536}, "bad-port"),
        ({"octets": BAD}, "bad-counter"),
        ({"octets": (1 << 62) + 1}, "bad-counter"),
        ({"protocol": BAD, "octets": BAD}, "no-ip-protocol"),
    ],
)
def test_a_fault_refuses_the_row_once(columns, reason):
    assert settled(**columns) == ([], {reason: 1})


def test_small_faults_are_mended():
    (row,), refused = settled(duration_s=-3.0, octets=MISSING, reverse_octets=MISSING)
    assert not refused
    assert row["flowEndMilliseconds"] == row["flowStartMilliseconds"]
    assert (row["octetDeltaCount"], row["reverseOctetDeltaCount"]) == (0, None)


def test_protocols_without_ports_have_none_and_no_flags():
    (row,), _ = settled(protocol=47)
    assert (row["sourceTransportPort"], row["tcpControlBits"], row["icmpTypeCode"]) == (
        0,
        None,
        None,
    )


def test_ports_of_icmp_are_its_type_and_code():
    (row,), _ = settled(protocol=1, source_port=3, destination_port=1)
    assert (row["icmpTypeCode"], row["destinationTransportPort"]) == (0x0301, 0)
