"""Counters: every counter sample is a row, read as the sFlow text lays it out."""

import struct

import pytest

from noroshi.spine.flows.decode import Decoder
from noroshi.spine.flows.tally import Tally

GENERIC = struct.pack(">IIQIIQIIIIIIQIIIIII", 7, 6, 10_000_000_000, 1, 3, 1 << 40, 1, 2, 3, 4, 5, 0xFFFFFFFF, 1 << 41, 6, 7, 8, 9, 10, 0)  # fmt: skip
ETHERNET = struct.pack(">13I", *range(13))
PROCESSOR = struct.pack(">IIIQQ", 100, 200, 0xFFFFFFFF, 1 << 33, 1 << 32)
VLAN = struct.pack(">IQIIII", 42, 1 << 35, 1, 2, 3, 4)


def record(kind, content):
    return struct.pack(">II", kind, len(content)) + content


def sample(*records, kind=2, head=None):
    head = struct.pack(">II", 5, 7) if head is None else head
    body = head + struct.pack(">I", len(records)) + b"".join(records)
    return struct.pack(">II", kind, len(body)) + body


def datagram(*samples):
    return struct.pack(">II4sIIII", 5, 1, bytes([192, 0, 2, 77]), 3, 1, 1000, len(samples)) + b"".join(samples)  # fmt: skip


@pytest.fixture
def rows(batch):
    def rows(*payloads):
        tally = Tally()
        decoder = Decoder(tally, counters=[])
        assert not list(decoder.decode(batch(list(payloads))))
        return [row for table in decoder.counters for row in table.to_pylist()], tally

    return rows


def test_generic_counters_of_an_interface(rows):
    ((row,), _) = rows(datagram(sample(record(1, GENERIC))))
    assert (row["agent"], row["exporter"]) == ("192.0.2.77", "192.0.2.9")
    assert (row["observationDomainId"], row["sourceType"], row["sourceIndex"]) == (3, 0, 7)
    assert (row["ifIndex"], row["ifSpeed"], row["ifStatus"]) == (7, 10_000_000_000, 3)
    assert (row["ifInOctets"], row["ifOutOctets"]) == (1 << 40, 1 << 41)
    assert (row["ifInUcastPkts"], row["ifInErrors"]) == (1, 5)
    assert (row["ifOutUcastPkts"], row["ifOutErrors"], row["ifPromiscuousMode"]) == (6, 10, 0)


def test_all_ones_is_not_counted(rows):
    ((row,), _) = rows(datagram(sample(record(1, GENERIC))))
    assert row["ifInUnknownProtos"] is None


def test_records_of_one_sample_share_a_row(rows):
    ((row,), _) = rows(datagram(sample(record(1, GENERIC), record(2, ETHERNET))))
    assert (row["ifIndex"], row["dot3StatsFCSErrors"], row["dot3StatsSymbolErrors"]) == (7, 1, 12)


def test_processor_and_vlan_counters(rows):
    (first, second), _ = rows(datagram(sample(record(1001, PROCESSOR)), sample(record(5, VLAN))))
    assert (first["cpu5s"], first["cpu5m"], first["totalMemory"]) == (100, None, 1 << 33)
    assert (second["vlanId"], second["vlanOctets"], second["vlanDiscards"]) == (42, 1 << 35, 4)


def test_the_expanded_form_has_a_wider_index(rows):
    head = struct.pack(">III", 5, 0, 1 << 28)
    ((row,), _) = rows(datagram(sample(record(1, GENERIC), kind=4, head=head)))
    assert (row["sourceType"], row["sourceIndex"]) == (0, 1 << 28)


def test_a_record_cut_short_gives_no_row(rows):
    found, _ = rows(datagram(sample(record(1, GENERIC[:80]))))
    assert found == []


def test_what_promises_too_much_is_counted(rows):
    broken = sample(record(1, GENERIC))[:-4]
    broken = broken[:4] + struct.pack(">I", len(broken) - 8) + broken[8:]
    found, tally = rows(datagram(broken))
    assert found == []
    assert tally.refused == {"bad-record": 1}


def test_a_capture_of_counters_has_as_many_rows(capture_counters):
    found, wanted = capture_counters("sflow_telegraf_counters")
    assert len(found) == wanted > 0
