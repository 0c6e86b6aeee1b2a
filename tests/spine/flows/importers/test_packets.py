"""Packets: biflows of the one who began, whatever the capture."""

import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.flows.importers import Source, detect_format, reader_of
from noroshi.spine.flows.tally import Tally
from noroshi.testing.captures import ACK, CLIENT, HANDSHAKE, SERVER, SYN, packet, pcap, pcapng


@pytest.mark.parametrize("form", [pcap, pcapng])
def test_packets_become_biflows_of_the_one_who_began(taken, ends, form):
    table, tally = taken(form(HANDSHAKE), "packets")
    (row,) = table.to_pylist()
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert (row["octetDeltaCount"], row["packetDeltaCount"]) == (50, 1)
    assert (row["reverseOctetDeltaCount"], row["reversePacketDeltaCount"]) == (40, 1)
    assert (row["tcpControlBits"], row["reverseTcpControlBits"]) == (ACK, SYN | ACK)
    assert not tally.refused


def test_a_long_silence_ends_a_flow(taken):
    later = [(t + 1000, p) for t, p in HANDSHAKE]
    assert taken(pcap(HANDSHAKE + later), "packets")[0].num_rows == 2


def test_a_cut_capture_keeps_whole_packets(taken):
    table, tally = taken(pcap(HANDSHAKE)[:-20], "packets")
    assert table.num_rows == 1
    assert tally.refused == {"cut-short": 1}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(octets=st.binary(max_size=600), form=st.sampled_from([pcap, pcapng]), format_=st.sampled_from(["packets", "export-pcap"]))  # fmt: skip
def test_arbitrary_packets_never_raise(taken, octets, form, format_):
    taken(form([(1.0, octets), (2.0, octets[::-1])]) + octets, format_)


def udp(payload, port):
    head = struct.pack(">HHHH", port, port, 8 + len(payload), 0)
    ip = struct.pack(
        ">BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, 0, bytes((192, 0, 2, 9)), bytes((192, 0, 2, 8))
    )  # fmt: skip
    return bytes(12) + b"\x08\x00" + ip + head + payload


def sflow(frame):
    raw = struct.pack(">IIIIII", 1, 16 + len(frame), 1, len(frame), 4, len(frame)) + frame
    flow = struct.pack(">IIIIIIII", 1, 3, 512, 512, 0, 3, 4, 1) + raw
    head = struct.pack(">II4sIIII", 5, 1, bytes((192, 0, 2, 9)), 0, 1, 1000, 2)
    counters = struct.pack(">IIIII", 2, 12, 1, 3, 0)
    return head + struct.pack(">II", 1, len(flow)) + flow + counters


@pytest.mark.parametrize("port", [6343, 9999])
def test_sflow_captures_are_found_on_any_port(tmp_path, port):
    file = tmp_path / "sflow.pcap"
    sampled = packet(CLIENT, SERVER, 50000, 443, SYN)
    file.write_bytes(pcap([(1_700_000_000.25, udp(sflow(sampled), port))] * 3))
    assert detect_format(file) == "export-pcap"
    tally = Tally()
    rows = [r for t in reader_of("export-pcap")(Source(path=file), tally) for r in t.to_pylist()]
    assert (tally.read, tally.kept, tally.aside) == (3, 3, {"counter-sample": 3})
    assert {(r["packetDeltaCount"], r["samplingInterval"], r["exportVersion"]) for r in rows} == {(1, 512, 105)}  # fmt: skip
    assert {(r["octetDeltaCount"], r["tcpControlBits"], r["reverseOctetDeltaCount"]) for r in rows} == {(40, SYN, None)}  # fmt: skip
    assert {r["flowStartMilliseconds"].timestamp() for r in rows} >= {r["collectionTimeMilliseconds"].timestamp() for r in rows}  # fmt: skip
