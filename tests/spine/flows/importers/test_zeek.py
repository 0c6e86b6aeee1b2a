"""Zeek: both forms, flags of each side, and refused rows."""

import json

import pytest

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source": "host.example"}, "no-ip-address"),
        ({"source": "00:00:5e:00:53:01"}, "no-ip-address"),
        ({"destination": "-"}, "no-ip-address"),
        ({"proto": "arp"}, "no-ip-protocol"),
        ({"dport": "65536"}, "bad-port"),
        ({"dport": "https"}, "bad-port"),
        ({"sport": "-1"}, "bad-port"),
        ({"ts": "-5"}, "bad-time"),
        ({"ts": "soon"}, "bad-time"),
        ({"ts": "4102444800"}, "bad-time"),
        ({"duration": "-90000"}, "bad-duration"),
        ({"duration": "1e12"}, "bad-duration"),
        ({"octets": "-3"}, "bad-counter"),
        ({"packets": "many"}, "bad-counter"),
    ],
)
def test_bad_rows_are_refused_and_good_ones_kept(made, taken, change, reason):
    table, tally = taken(made.zeek_head + made.zeek(**change) + made.zeek(), "zeek")
    assert dict(tally.refused) == {reason: 1}
    assert table.num_rows == 1


@pytest.mark.parametrize(
    ("sport", "dport", "code"),
    [("3", "1", 0x0301), ("8", "0", 0x0800), ("8", "129", 0x0800), ("128", "129", 0x8000)],
)
def test_icmp_ports_become_type_and_code(made, taken, sport, dport, code):
    table, _ = taken(made.zeek_head + made.zeek(proto="icmp", sport=sport, dport=dport), "zeek")
    assert table["icmpTypeCode"].to_pylist() == [code]
    assert table["destinationTransportPort"].to_pylist() == [0]


def test_zeek_history_tells_the_flags_of_each_side(made, taken):
    table, _ = taken(made.zeek_head + made.zeek(history="Sr", state="REJ"), "zeek")
    assert table["tcpControlBits"].to_pylist() == [SYN]
    assert table["reverseTcpControlBits"].to_pylist() == [RST]


def test_zeek_state_serves_where_there_is_no_history(made, taken):
    table, _ = taken(made.zeek_head + made.zeek(history="-", state="S0"), "zeek")
    assert table["tcpControlBits"].to_pylist() == [SYN]
    assert table["reverseTcpControlBits"].to_pylist() == [0]


def test_zeek_json_reads_like_its_tab_separated_form(made, taken):
    names = made.zeek_head.splitlines()[-1].split("\t")[1:]
    cells = made.zeek().rstrip("\n").split("\t")
    numeric = {"ts", "duration", "id.orig_p", "id.resp_p", "orig_bytes", "resp_bytes", "orig_pkts", "resp_pkts", "orig_ip_bytes", "resp_ip_bytes"}  # fmt: skip
    row = {n: float(c) if n in numeric and "." in c else int(c) if n in numeric else c for n, c in zip(names, cells, strict=True)}  # fmt: skip
    separated, _ = taken(made.zeek_head + made.zeek(), "zeek")
    as_json, tally = taken(json.dumps(row) + "\nnot json\n", "zeek")
    assert as_json.equals(separated)
    assert tally.refused == {"bad-row": 1}
