"""Protocols: names and numbers of every log writer; ARP is none."""

import pyarrow as pa
import pytest

from noroshi.spine.flows.draft import BAD, MISSING
from noroshi.spine.flows.importers.protocols import protocol_numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("tcp", 6), ("TCP", 6), ("17", 17), ("ipv6-icmp", 58), ("icmp6", 58), ("rtp", 17), ("gre", 47),
        ("ospfigp", 89), ("255", 255), ("256", BAD), ("arp", BAD), ("llc", BAD), ("٦", BAD), ("", BAD),
    ],
)  # fmt: skip
def test_names_and_numbers(written, number):
    assert protocol_numbers(pa.array([written])).tolist() == [number]


def test_whole_numbers_stay_and_null_is_missing():
    assert protocol_numbers(pa.array([6, None], pa.uint8())).tolist() == [6, MISSING]
