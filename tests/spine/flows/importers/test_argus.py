"""Argus: sums of both directions, arrows, payload that quotes."""

import pytest


def test_argus_packets_of_both_directions_stay_together(made, taken):
    table, _ = taken(made.argus_head + made.argus(), "argus")
    assert table["packetDeltaCount"].to_pylist() == [9]
    assert table["reversePacketDeltaCount"].to_pylist() == [None]


def test_unidirectional_argus_rows_are_recognised(made, taken):
    table, _ = taken(made.argus_head + made.argus(octets="700", mine="700", state="S_"), "argus")
    assert table["reverseOctetDeltaCount"].to_pylist() == [None]


def test_argus_icmp_in_hexadecimal_has_the_code_first(made, taken):
    table, _ = taken(
        made.argus_head + made.argus(proto="icmp", sport="0x0103", dport="0x4f8a", state="URH"),
        "argus",
    )
    assert table["icmpTypeCode"].to_pylist() == [0x0301]


@pytest.mark.parametrize("payload", ['"', 'a"b', '"x', '""', "a,b", "s[9]=GET /,,"])
def test_quotes_in_argus_payload_do_not_swallow_rows(made, taken, payload):
    head = made.argus_head.rstrip("\n") + ",srcUdata\n"
    rows = [made.argus(sport=str(n)).rstrip("\n") + f",{payload}\n" for n in range(1, 5)]
    table, tally = taken(head + "".join(rows), "argus")
    assert table.num_rows + tally.refused.total() == tally.read
    assert sorted(table["sourceTransportPort"].to_pylist()) == [1, 2, 3, 4]
