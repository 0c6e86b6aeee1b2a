"""sFlow: the batch decoder gives what a slow reader gives, for good, cut and mutated datagrams."""

import importlib.util
import os
import struct
from ipaddress import ip_address
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import MAPPED, Addresses, format_addresses
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import Datagrams, Decoder, View, export_datagrams
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally

_spec = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("sflow_oracle.py"))  # fmt: skip
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

ROOT = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data")) / "export"
CAPTURES = sorted(p for p in DATA.glob("pcap/*.pcap") if "sflow" in p.stem or "sfprobe" in p.stem)

A4, B4 = ip_address("192.0.2.7").packed, ip_address("198.51.100.9").packed
A6, B6 = ip_address("2001:db8::7").packed, ip_address("2001:db8::9").packed
TCP = struct.pack(">HHIIBBHHH", 50000, 443, 1, 2, 0x50, 0x12, 512, 0, 0)
UDP = struct.pack(">HHHH", 5353, 53, 30, 0)


def v4(protocol, above, *, length=1000, place=0, options=b""):
    head = (0x45 + len(options) // 4, 0x28, length, 1, place, 64, protocol, 0, A4, B4)
    return struct.pack(">BBHHHBBH4s4s", *head) + options + above


def v6(protocol, above, *, length=1000):
    return struct.pack(">IHBB", 6 << 28 | 0x5BCDEF0, length, protocol, 64) + A6 + B6 + above


def ether(kind, content, tags=b""):
    return bytes(12) + tags + struct.pack(">H", kind) + content


def record(kind, content):
    return struct.pack(">II", kind, len(content)) + content


def raw(frame, protocol=1, size=1018):
    return record(1, struct.pack(">IIII", protocol, size, 4, len(frame)) + frame)


def sample(*records, rate=100, ends=(3, 4)):
    head = struct.pack(">IIIIIIII", 9, 3, rate, 900, 0, *ends, len(records))
    return record(1, head + b"".join(records))


def expanded(*records, rate=200, ends=(0, 70_000, 0, 70_001)):
    head = struct.pack(">IIIIIIIIIII", 9, 0, 3, rate, 900, 0, *ends, len(records))
    return record(3, head + b"".join(records))


def datagram(*samples, agent=A4):
    head = struct.pack(">II", 5, 1 if len(agent) == 4 else 2) + agent
    return head + struct.pack(">IIII", 77, 1, 1000, len(samples)) + b"".join(samples)


SWITCH = record(1001, struct.pack(">IIII", 154, 0, 155, 0))
ROUTER = record(1002, struct.pack(">I4sII", 1, bytes([203, 0, 113, 1]), 24, 16))
ROUTER6 = record(1002, struct.pack(">I16sII", 2, A6, 48, 32))
GATEWAY = record(1003, struct.pack(">I4s", 1, B4) + struct.pack(">9I", 64500, 64501, 64502, 1, 2, 2, 64503, 64504, 0))  # fmt: skip
HOPS = bytes([60, 0, 1, 4, 0, 0, 0, 0]) + bytes([17, 0, 1, 4, 0, 0, 0, 0])
LABELS = struct.pack(">II", 1001 << 12, 1002 << 12 | 1 << 8)
TOLD4 = record(3, struct.pack(">II4s4sIIII", 900, 6, A4, B4, 50001, 80, 0x18, 8))
TOLD6 = record(4, struct.pack(">II16s16sIIII", 901, 17, A6, B6, 50002, 53, 0, 0))
SAMPLES = (
    sample(raw(ether(0x0800, v4(6, TCP), b"\x81\x00\x00\x07")), ROUTER, GATEWAY),
    expanded(SWITCH, raw(ether(0x86DD, v6(0, HOPS + UDP), b"\x88\xa8\x00\x08\x81\x00\x00\x09")), ROUTER6),
    sample(raw(ether(0x8847, LABELS + v4(17, UDP)))),
    sample(raw(v4(1, b"\x03\x01\0\0"), 11), ends=(0x3FFFFFFF, 1 << 30 | 257)),
    sample(raw(v6(58, b"\x80\x00\0\0"), 12)),
    sample(raw(LABELS + v6(17, UDP), 13)),
    sample(raw(ether(0x0800, v4(17, UDP, place=185)))),
    sample(raw(ether(0x0800, v4(6, TCP[:6], options=bytes(8)))), rate=0),
    sample(TOLD4, raw(ether(0x0806, bytes(28)))),
    expanded(TOLD6, ends=(0, 0xFFFFFFFF, 1, 0)),
    record(2, struct.pack(">III", 1, 3, 1) + record(1, bytes(88))),
    record(5, struct.pack(">IIIIIIII", 1, 0, 3, 0, 3, 4, 257, 1) + raw(ether(0x0800, v4(6, TCP)))),
    record(4 << 12 | 7, b"vendor"),
)  # fmt: skip
WHOLE = datagram(*SAMPLES)


def batch(payloads):
    lengths = np.array([len(p) for p in payloads], np.int64)
    end, rows = np.cumsum(lengths), len(payloads)
    sender = Addresses(np.zeros(rows, np.int64), np.full(rows, 0xC0000209 | MAPPED))
    clock = np.full(rows, 1_700_000_002_000)
    return Datagrams(Octets(b"".join(payloads)), end - lengths, end, sender, np.full(rows, 6343), clock)  # fmt: skip


def rows_of(table):
    def text(name):
        hi, lo = (table[f"{name}{half}"].combine_chunks() for half in ("Hi", "Lo"))
        known = np.asarray(hi.is_valid())
        numbers = (np.asarray(c.fill_null(0)) for c in (hi, lo))
        texts = format_addresses(Addresses(*numbers)).to_pylist()
        return [t if k else None for t, k in zip(texts, known, strict=True)]

    keys = (*oracle.base(A4, B4, 0, 0, 0), "observationDomainId", "samplingInterval", "ingressInterface", "egressInterface", "forwardingStatus", "dataLinkFrameSize")  # fmt: skip
    columns = {}
    for key in keys:
        name = {"source": "sourceAddress", "destination": "destinationAddress"}.get(key, key)
        if f"{name}Hi" in table.column_names:
            columns[key] = text(name)
        else:
            there = name in table.column_names
            columns[key] = table[name].to_pylist() if there else [None] * table.num_rows
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def decoded(payloads):
    tally = Tally()
    decoder = Decoder(tally)
    found = [r for d in decoder.decode(batch(payloads)) for r in rows_of(settle(d, tally))]
    assert tally.kept == len(found)
    return found, tally


def expected(payloads):
    return [row for payload in payloads for row in oracle.flows(payload) if row]


def test_every_form_of_packet_is_read():
    found, tally = decoded([WHOLE])
    assert found == expected([WHOLE])
    assert len(found) == 10
    assert tally.aside == {"counter-sample": 1, "discarded-packet": 1, "unknown-sample": 1}
    assert not tally.refused


def test_what_the_packet_shows_stands_in_its_columns():
    first, second, third, fourth = decoded([WHOLE])[0][:4]
    assert (first["source"], first["sourceTransportPort"], first["tcpControlBits"]) == ("192.0.2.7", 50000, 0x12)  # fmt: skip
    assert (first["octetDeltaCount"], first["dataLinkFrameSize"], first["packetDeltaCount"]) == (1000, 1018, 1)  # fmt: skip
    assert (first["vlanId"], first["nextHop"], first["sourcePrefixLength"]) == (7, "203.0.113.1", 24)  # fmt: skip
    assert (first["bgpSourceAsNumber"], first["bgpDestinationAsNumber"]) == (64501, 64504)
    assert (first["samplingInterval"], first["ingressInterface"], first["egressInterface"]) == (100, 3, 4)  # fmt: skip
    assert (second["destinationTransportPort"], second["octetDeltaCount"], second["vlanId"]) == (53, 1040, 154)  # fmt: skip
    assert (second["ingressInterface"], second["samplingInterval"]) == (70_000, 200)
    assert third["mplsTopLabel"] == 1001
    assert fourth["icmpTypeCode"] == 0x0301
    assert (fourth["ingressInterface"], fourth["forwardingStatus"]) == (None, 128)


def test_later_fragments_and_cut_headers_show_no_ports():
    found = decoded([WHOLE])[0]
    assert (found[6]["sourceTransportPort"], found[6]["protocolIdentifier"]) == (0, 17)
    assert (found[7]["sourceTransportPort"], found[7]["tcpControlBits"]) == (50000, None)


def test_frames_other_than_ip_are_refused_and_counted():
    found, tally = decoded([datagram(sample(raw(ether(0x0806, bytes(28)))), SAMPLES[0])])
    assert len(found) == 1
    assert tally.refused == {"no-ip-protocol": 1}


def test_agents_may_have_ipv6_addresses():
    assert len(decoded([datagram(*SAMPLES, agent=A6)])[0]) == 10


@given(st.integers(0, len(WHOLE)))
def test_every_cut_gives_the_whole_samples_before_it(cut):
    found, tally = decoded([WHOLE[:cut]])
    assert found == expected([WHOLE[:cut]])
    assert cut == len(WHOLE) or tally.refused


def test_all_truncations_in_one_batch_equal_the_oracle():
    payloads = [WHOLE[:cut] for cut in range(len(WHOLE) + 1)]
    assert decoded(payloads)[0] == expected(payloads)


changes = st.lists(
    st.tuples(st.integers(0, len(WHOLE) - 1), st.one_of(st.integers(0, 255), st.just(0))),
    max_size=8,
)


@given(st.lists(st.tuples(changes, st.integers(0, len(WHOLE))), min_size=1, max_size=6))
def test_mutated_datagrams_equal_the_oracle(cases):
    payloads = []
    for edits, cut in cases:
        octets = bytearray(WHOLE)
        for at, value in edits:
            octets[at] = value
        payloads.append(bytes(octets[: max(cut, len(octets) - cut)]))
    assert decoded(payloads)[0] == expected(payloads)


def mutants(count, seed):
    """Copies with up to six octets changed, so that all parts of a datagram are hit together."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        octets = bytearray(WHOLE)
        for at in random.integers(0, len(octets), random.integers(1, 7)):
            octets[at] = random.choice((0, 1, 3, 4, 255, int(random.integers(256))))
        yield bytes(octets[: random.integers(len(octets) // 2, 2 * len(octets))])


def test_many_mutants_in_one_batch_equal_the_oracle():
    payloads = list(mutants(1500, seed=3))
    assert decoded(payloads)[0] == expected(payloads)


@given(st.lists(st.binary(max_size=300).map(lambda tail: WHOLE[:8] + tail), max_size=6))
def test_arbitrary_octets_never_raise(payloads):
    assert decoded(payloads)[0] == expected(payloads)


@given(st.lists(st.one_of(st.binary(max_size=200), st.just(WHOLE), st.integers(0, len(WHOLE)).map(lambda n: WHOLE[:n])), max_size=5))  # fmt: skip
def test_the_view_never_raises_and_shows_every_sample(payloads):
    view = View(Tally())
    rows = [row for _, row in view._placed(batch(payloads))]
    shown = sum(row["kind"] == "sflow" and row["format"] in (1, 3) and row["enterprise"] == 0 for row in rows)  # fmt: skip
    assert shown == sum(1 for payload in payloads for _ in oracle.flows(payload))


@pytest.mark.skipif(not CAPTURES, reason="no conformance data; set NOROSHI_DATA to its folder")
@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_captures_equal_the_oracle(path):
    tally, found, wanted = Tally(), [], []
    decoder = Decoder(tally)
    for packets in read_packets(read_blocks(path, tally), tally):
        datagrams = export_datagrams(packets, tally)
        for draft in decoder.decode(datagrams):
            found += rows_of(settle(draft, tally))
        payloads = datagrams.octets.slices(datagrams.start, datagrams.end - datagrams.start)
        wanted += expected(payloads)
    assert found == wanted
