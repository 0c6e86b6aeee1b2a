"""Message: headers of each version, sets in stream order, faults counted."""

import struct

import pytest

from noroshi.spine.flows.decode.message import (
    UNKNOWN_BOOT,
    V5_MOST,
    parse_headers,
    v5_sets,
    walk_sets,
)
from noroshi.spine.flows.tally import Tally


def v5(count, records):
    return struct.pack(">HHIIIIBBH", 5, count, 1000, 100, 500_000_000, 1, 2, 3, 0x4064) + bytes(48 * records)  # fmt: skip


def test_the_header_of_v5_tells_clock_engine_and_sampling(batch):
    found = parse_headers(batch([v5(1, 1)]), Tally())
    assert found.export_ms.tolist() == [100_500]
    assert found.boot_ms.tolist() == [99_500]
    assert found.domain.tolist() == [0x0203]
    assert found.sampling.tolist() == [100]


def test_ipfix_tells_no_start_of_the_exporter(batch, message):
    found = parse_headers(batch([message(domain=9)]), Tally())
    assert found.boot_ms.tolist() == [UNKNOWN_BOOT]
    assert found.domain.tolist() == [9]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "unknown-version"),
        (b"\0\x07" + bytes(30), "unknown-version"),
        (b"\0\x09", "malformed-datagram"),
    ],
)
def test_what_is_no_header_is_counted_once(batch, payload, reason):
    tally = Tally()
    assert parse_headers(batch([payload]), tally).version.tolist() == [0]
    assert tally.refused == {reason: 1}


def test_sets_come_in_stream_order(batch, message, template, data):
    tally = Tally()
    payloads = batch([message(template(), data()), message(data(2), template(300))])
    sets = walk_sets(payloads, parse_headers(payloads, tally), tally)
    assert sets.id.tolist() == [2, 256, 256, 2]
    assert sets.datagram.tolist() == [0, 0, 1, 1]
    assert not tally.refused


@pytest.mark.parametrize("length", [0, 3, 900])
def test_a_set_that_leaves_its_datagram_is_counted(batch, message, length):
    tally = Tally()
    payloads = batch([message(struct.pack(">HH", 256, length))])
    assert len(walk_sets(payloads, parse_headers(payloads, tally), tally)) == 0
    assert tally.refused == {"bad-set": 1}


@pytest.mark.parametrize(("count", "records"), [(0, 1), (2, 1), (V5_MOST + 1, V5_MOST + 1)])
def test_a_v5_count_that_does_not_fit_spoils_the_datagram(batch, count, records):
    tally = Tally()
    payloads = batch([v5(count, records), v5(1, 1)])
    sets = v5_sets(payloads, parse_headers(payloads, tally), tally)
    assert sets.datagram.tolist() == [1]
    assert tally.refused == {"malformed-datagram": 1}
