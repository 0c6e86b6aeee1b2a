"""goflow2: every field where it belongs; files cut or spoilt keep what was whole."""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from noroshi.spine.flows.importers import detect_format
from noroshi.spine.flows.importers.goflow import draft_of, undelimited
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError

START = 1_700_000_000_250_000_000


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def message(**changes):
    """A FlowMessage as goflow2 writes it: fields in order, no zeros."""
    fields = {1: 3, 3: 1000, 6: bytes([100, 64, 0, 1]), 7: bytes([192, 0, 2, 1]), 9: 700, 10: 5, 11: bytes([198, 51, 100, 9]), 12: bytes([198, 51, 100, 1]), 14: 64500, 15: 64501, 16: 24, 17: 25, 18: 3, 19: 4, 20: 6, 21: 50000, 22: 443, 23: 8, 26: 27, 27: 1, 30: 0x800, 33: 7, 70: 9, 81: varint(16) + varint(17), 102: varint(64500), 110: START + 10**9, 111: START, 112: START + 1_500_000_000}  # fmt: skip
    fields |= {int(name[1:]): value for name, value in changes.items()}
    out = b""
    for number, value in fields.items():
        if isinstance(value, bytes):
            out += varint(number << 3 | 2) + varint(len(value)) + value
        elif value:
            out += varint(number << 3) + varint(value)
    return out


def framed(*messages):
    return b"".join(varint(len(m)) + m for m in messages)


def test_every_field_stands_where_it_belongs(taken, ends):
    table, tally = taken(framed(message()), "goflow")
    (row,) = table.to_pylist()
    assert not tally.refused
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert row["flowStartMilliseconds"].isoformat() == "2023-11-14T22:13:20.250000"
    assert row["flowEndMilliseconds"].isoformat() == "2023-11-14T22:13:21.750000"
    wanted = {
        "protocolIdentifier": 6, "sourceTransportPort": 50000, "destinationTransportPort": 443,
        "octetDeltaCount": 700, "packetDeltaCount": 5, "reverseOctetDeltaCount": None,
        "tcpControlBits": 27, "samplingInterval": 1000, "samplingSource": 1, "exportVersion": 9,
        "exporter": "198.51.100.9", "bgpSourceAsNumber": 64500, "bgpDestinationAsNumber": 64501,
        "ingressInterface": 3, "egressInterface": 4, "sourcePrefixLength": 24,
        "destinationPrefixLength": 25, "ipClassOfService": 8, "vlanId": 7, "mplsTopLabel": 16,
        "observationDomainId": 9, "nextHopLo": 0xFFFF << 32 | 198 << 24 | 51 << 16 | 100 << 8 | 1,
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_v6_and_icmp_are_read(taken, ends):
    one = message(f6=bytes.fromhex("20010db8" + "0" * 23 + "1"), f7=bytes.fromhex("20010db8" + "0" * 23 + "2"), f20=58, f30=0x86DD, f31=128)  # fmt: skip
    table, _ = taken(framed(one), "goflow")
    assert ends(table) == [("2001:db8::1", "2001:db8::2")]
    assert table["icmpTypeCode"].to_pylist() == [0x8000]


def test_a_flow_without_its_own_times_has_that_of_its_arrival(taken):
    table, _ = taken(framed(message(f111=0, f112=0)), "goflow")
    assert table["flowStartMilliseconds"] == table["collectionTimeMilliseconds"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"f6": b""}, "no-ip-address"), ({"f30": 0x806}, "no-ip-protocol"), ({"f9": 1 << 63}, "bad-counter")],
)  # fmt: skip
def test_what_is_no_flow_is_counted(taken, changes, reason):
    table, tally = taken(framed(message(), message(**changes)), "goflow")
    assert (table.num_rows, tally.refused) == (1, {reason: 1})


def test_a_message_that_is_no_protobuf_is_counted(taken):
    table, tally = taken(framed(message(), message(), b"\x07\x07\x07", message()), "goflow")
    assert table.num_rows == 3
    assert tally.refused == {"bad-record": 1}


def test_a_file_cut_in_the_middle_keeps_whole_messages(taken):
    table, tally = taken(framed(message(), message())[:-9], "goflow")
    assert table.num_rows == 1
    assert tally.refused == {"cut-short": 1}


def test_lost_bounds_end_the_reading(taken):
    table, tally = taken(framed(message()) + b"\xff" * (3 << 20), "goflow")
    assert table.num_rows == 1
    assert tally.refused == {"bad-record": 1}


def test_messages_with_and_without_their_length_are_the_same_rows():
    parts = [message(), framed(message())]
    ends = np.cumsum([len(p) for p in parts])
    octets, starts = Octets(b"".join(parts)), ends - [len(p) for p in parts]
    draft = draft_of(octets, undelimited(octets, starts, ends), ends, Tally())
    assert draft.octets.tolist() == [700, 700]


def test_the_file_is_known_by_content(tmp_path):
    (tmp_path / "a").write_bytes(framed(message(), message()))
    assert detect_format(tmp_path / "a") == "goflow"


def test_another_file_is_told_at_once(taken):
    with pytest.raises(InputError, match="-format bin"):
        taken(b"hello world\n", "goflow")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(changes=[(59, bytes(4))])  # many messages of no octets
@given(changes=st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=4)), max_size=8))  # fmt: skip
def test_damaged_files_raise_nothing(taken, changes):
    octets = bytearray(framed(message()) * 3)
    for at, new in changes:
        octets[200 + at % 300 : 200 + at % 300 + len(new)] = new
    _, tally = taken(framed(message()) * 4 + bytes(octets), "goflow")
    assert tally.kept >= 4
