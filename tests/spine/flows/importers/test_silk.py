"""SiLK: rwcut's output, however its columns are chosen, padded, separated and spelt."""

import pytest

from noroshi.spine.flows.importers import detect_format
from noroshi.spine.model import InputError

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16

PADDED = (
    "            sIP|            dIP|sPort|dPort|pro|   packets|     bytes|   flags|                  sTime| duration|                  eTime|sen|   type|\n"
    "     100.64.0.1|      192.0.2.1|50000|  443|  6|         5|       700|FS PA   |2023/11/14T22:13:20.250|    1.500|2023/11/14T22:13:21.750| S0| outweb|\n"
)


def row(table):
    (found,) = table.to_pylist()
    return found


def test_padded_columns_with_cut_titles_are_read(taken, ends):
    table, tally = taken(PADDED, "silk")
    found = row(table)
    assert not tally.refused
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert found["flowStartMilliseconds"].isoformat() == "2023-11-14T22:13:20.250000"
    assert found["flowEndMilliseconds"].isoformat() == "2023-11-14T22:13:21.750000"
    assert (found["sourceTransportPort"], found["destinationTransportPort"]) == (50000, 443)
    assert (found["octetDeltaCount"], found["packetDeltaCount"]) == (700, 5)
    assert found["reverseOctetDeltaCount"] is None
    assert found["tcpControlBits"] == FIN | SYN | PSH | ACK
    assert (found["exporter"], found["flowDirection"]) == ("S0", 1)


@pytest.mark.parametrize("separator", [",", ";", "\t", " ", "|"])
def test_any_separator_and_any_order_reads_the_same(taken, separator):
    lines = [
        ("sTime", "bytes", "protocol", "dIP", "sIP", "dPort", "sPort", "packets", "eTime"),
        ("1700000000.250", "700", "6", "192.0.2.1", "100.64.0.1", "443", "50000", "5", "1700000001.750"),
    ]  # fmt: skip
    table, tally = taken("".join(separator.join(line) + "\n" for line in lines), "silk")
    wanted, _ = taken(PADDED, "silk")
    assert not tally.refused
    for column in ("flowStartMilliseconds", "flowEndMilliseconds", "sourceAddressLo", "destinationAddressLo", "octetDeltaCount", "packetDeltaCount"):  # fmt: skip
        assert table[column] == wanted[column]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("3221225985", "192.0.2.1"),
        ("42540766411282592856903984951653826561", "2001:db8::1"),
        ("192.000.002.001", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_addresses_in_every_spelling(taken, ends, address, text):
    table, _ = taken(f"sIP|dIP|pro|sTime|\n{address}|192.0.2.9|17|1700000000|\n".replace("17|17", "1|17"), "silk")  # fmt: skip
    assert ends(table) == [(text, "192.0.2.9")] or table.num_rows == 0


def test_hexadecimal_addresses_are_not_guessed(taken):
    with pytest.raises(InputError, match="canonical"):
        taken("sIP|dIP|pro|sTime|\nc0000201|0a000001|47|1700000000|\n", "silk")


@pytest.mark.parametrize(
    "moment",
    ["2023/11/14T22:13:20.250", "2023-11-14 22:13:20.250", "11/14/2023 22:13:20.250", "1700000000.250", "1700000000.250000"],
)  # fmt: skip
def test_times_in_every_format(taken, moment):
    table, _ = taken(f"sIP|dIP|pro|sTime|\n192.0.2.1|192.0.2.2|47|{moment}|\n", "silk")
    assert row(table)["flowStartMilliseconds"].isoformat() == "2023-11-14T22:13:20.250000"


@pytest.mark.parametrize(
    ("columns", "cells"),
    [("sPort|dPort", "0|769"), ("sPort|dPort", "3|1"), ("sPort|dPort|iTy|iCo", "0|769|3|1")],
)
def test_icmp_type_and_code_from_the_port_or_their_own_columns(taken, columns, cells):
    table, _ = taken(
        f"sIP|dIP|pro|sTime|{columns}|\n192.0.2.1|192.0.2.2|1|1700000000|{cells}|\n", "silk"
    )
    assert row(table)["icmpTypeCode"] == 0x0301


@pytest.mark.parametrize(("names", "cells"), [("flags", "18"), ("flags", " S  A   "), ("initialF|sessionF", " S      |    A   ")])  # fmt: skip
def test_flags_as_letters_numbers_or_in_two_parts(taken, names, cells):
    table, _ = taken(
        f"sIP|dIP|pro|sTime|sPort|dPort|{names}|\n192.0.2.1|192.0.2.2|6|1700000000|1|2|{cells}|\n",
        "silk",
    )
    assert row(table)["tcpControlBits"] == SYN | ACK


def test_outputs_that_were_joined_are_read_through(taken):
    table, tally = taken(PADDED * 3, "silk")
    assert (table.num_rows, tally.read, dict(tally.refused)) == (3, 3, {})


def test_refused_rows_are_told_with_their_line(taken):
    bad = PADDED.split("\n")[1].replace("192.0.2.1", "nobody   ")
    table, tally = taken(PADDED + "\n" + bad + "\n" + PADDED.split("\n")[1] + "\nx|y\n", "silk")
    assert table.num_rows == 2
    assert sorted(tally.examples) == [("bad-row", 6), ("no-ip-address", 4)]


def test_output_without_titles_says_how_to_write_it(taken):
    with pytest.raises(InputError, match="--no-titles"):
        taken(PADDED.split("\n")[1] + "\n", "silk")


def test_rwcut_is_known_by_its_titles(tmp_path):
    (tmp_path / "a").write_text(PADDED)
    assert detect_format(tmp_path / "a") == "silk"
