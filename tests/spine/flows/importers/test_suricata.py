"""Suricata: flow events are rows, others are passed over."""


def test_suricata_passes_over_other_events(made, taken):
    table, tally = taken('{"event_type":"dns","src_ip":"192.0.2.4"}\n' + made.eve(), "suricata")
    assert (table.num_rows, tally.read) == (1, 1)
