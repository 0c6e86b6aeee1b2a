"""Events: a firewall's records of one flow count once."""

import struct

FIELDS = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (233, 1), (231, 4), (232, 4), (298, 4), (299, 4)]  # fmt: skip
ENDS = struct.pack(">4s4sHHB", bytes([192, 0, 2, 1]), bytes([198, 51, 100, 7]), 50000, 443, 6)
CREATED, DELETED, DENIED, UPDATED = 1, 2, 3, 5


def event(kind, *traffic):
    return ENDS + struct.pack(">BIIII", kind, *traffic)


def test_a_flow_that_is_created_and_torn_down_is_one_row(rows_of):
    rows, tally = rows_of(FIELDS, event(CREATED, 0, 0, 0, 0), event(DELETED, 900, 5000, 7, 9))
    (row,) = rows
    assert row["firewallEvent"] == DELETED
    assert (row["octetDeltaCount"], row["reverseOctetDeltaCount"]) == (900, 5000)
    assert (row["packetDeltaCount"], row["reversePacketDeltaCount"]) == (7, 9)
    assert tally.read == tally.kept == 1
    assert tally.aside == {"flow-begun": 1}


def test_a_denied_flow_is_kept(rows_of):
    (row,), _ = rows_of(FIELDS, event(DENIED, 0, 0, 0, 0))
    assert (row["firewallEvent"], row["octetDeltaCount"]) == (DENIED, 0)


def test_updates_count_what_is_new_in_each(rows_of):
    rows, _ = rows_of(FIELDS, event(UPDATED, 100, 10, 1, 1), event(DELETED, 50, 5, 1, 1))
    assert [r["octetDeltaCount"] for r in rows] == [100, 50]


def test_created_with_traffic_is_no_mere_announcement(rows_of):
    (row,), tally = rows_of(FIELDS, event(CREATED, 60, 0, 1, 0))
    assert row["octetDeltaCount"] == 60
    assert not tally.aside


def test_plain_counters_win_over_those_of_the_initiator(rows_of):
    fields = [*FIELDS[:5], (1, 4), (2, 4), (231, 4), (232, 4)]
    (row,), _ = rows_of(fields, ENDS + struct.pack(">IIII", 700, 3, 600, 500))
    assert (row["octetDeltaCount"], row["packetDeltaCount"]) == (700, 3)
    assert row["reverseOctetDeltaCount"] is None


def test_element_232_alone_makes_no_biflow(rows_of):
    """Vendors use the number for something else."""
    (row,), _ = rows_of([*FIELDS[:5], (1, 4), (232, 2)], ENDS + struct.pack(">IH", 700, 0))
    assert row["reverseOctetDeltaCount"] is None


def test_translations_of_an_older_asa_are_read(rows_of):
    fields = [*FIELDS[:5], (40005, 1), (40001, 4), (40002, 4), (40003, 2), (40004, 2)]
    told = struct.pack(">B4s4sHH", DELETED, bytes([203, 0, 113, 1]), bytes([203, 0, 113, 2]), 7, 8)
    payload = ENDS + told
    (row,), _ = rows_of(fields, payload, version=9)
    assert row["firewallEvent"] == DELETED
    assert row["postNATSourceAddressLo"] == 0xFFFF_CB00_7101
    assert row["postNATDestinationAddressLo"] == 0xFFFF_CB00_7102
    assert row["postNAPTSourceTransportPort"] == 7
    assert row["postNAPTDestinationTransportPort"] == 8


def test_nat_events_keep_their_translation(rows_of):
    fields = [*FIELDS[:5], (230, 1), (225, 4), (227, 2)]
    rows, _ = rows_of(fields, *(ENDS + struct.pack(">B4sH", kind, bytes([203, 0, 113, 5]), 1024) for kind in (1, 2)))  # fmt: skip
    assert [r["natEvent"] for r in rows] == [1, 2]
    assert {r["postNATSourceAddressLo"] for r in rows} == {0xFFFF_CB00_7105}
    assert {r["postNAPTSourceTransportPort"] for r in rows} == {1024}
