"""Spooler: every datagram is written or refused with a reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import parse_networks
from noroshi.spine.flows.collect import Spooler
from noroshi.spine.flows.collect.spooler import OTHERS
from noroshi.spine.flows.decode.datagrams import ALL_SESSIONS, SESSION
from noroshi.spine.flows.spool import read_blocks
from noroshi.spine.flows.spool.writer import Refused
from noroshi.spine.model.address import MAPPED
from noroshi.spine.net.listen import Transport
from noroshi.spine.net.receive import SLOT_OCTETS, Arrivals
from noroshi.spine.net.session import Batch, Peer

R1, R2 = 0xC0000201 | MAPPED, 0xC6336401 | MAPPED


class Writer:
    """Keeps blocks in memory, refuses on demand."""

    def __init__(self):
        self.blocks, self.refusal = [], None

    def append(self, make, octets):
        if self.refusal is None:
            self.blocks.append(b"".join(make(b"8 octets")))
        return self.refusal


def arrivals(*datagrams):
    """(low half of the sender, payload; null where it was cut)."""
    slots = bytearray(len(datagrams) * SLOT_OCTETS)
    for at, (_, payload) in enumerate(datagrams):
        slots[at * SLOT_OCTETS : at * SLOT_OCTETS + len(payload or b"")] = payload or b""
    lengths = [-1 if p is None else len(p) for _, p in datagrams]
    rows = len(datagrams)
    return Arrivals(
        memoryview(slots), np.array(lengths, np.int64), np.zeros(rows, np.int64),
        np.array([lo for lo, _ in datagrams], np.int64), np.full(rows, 2055),
    )  # fmt: skip


@pytest.fixture
def writer():
    return Writer()


def test_without_ranges_all_senders_are_taken(writer):
    spooler = Spooler(writer, ())
    spooler.take(arrivals((R1, b"abc"), (R2, b"de")), 1)
    assert (spooler.datagrams, spooler.octets, spooler.spooled) == (2, 5, 2)
    assert spooler.by_sender == {(0, R1): (1, 3), (0, R2): (1, 2)}


def test_unknown_exporters_are_counted_and_never_written(writer):
    spooler = Spooler(writer, parse_networks(["192.0.2.0/24"]))
    spooler.take(arrivals((R1, b"known"), (R2, b"secret")), 1)
    assert spooler.refused == {"unknown-exporter": 1}
    assert b"known" in writer.blocks[0]
    assert b"secret" not in writer.blocks[0]


def test_only_unknown_exporters_write_no_block(writer):
    spooler = Spooler(writer, parse_networks(["192.0.2.0/24"]))
    spooler.take(arrivals((R2, b"x")), 1)
    assert writer.blocks == []


def test_a_cut_datagram_is_counted_and_not_kept(writer):
    spooler = Spooler(writer, ())
    spooler.take(arrivals((R1, None), (R1, b"whole")), 1)
    assert spooler.refused == {"cut": 1}
    assert spooler.spooled == 1


@pytest.mark.parametrize("refusal", Refused)
def test_what_the_spool_refuses_is_counted(writer, refusal):
    writer.refusal = refusal
    spooler = Spooler(writer, ())
    spooler.take(arrivals((R1, b"x"), (R2, b"y")), 1)
    assert spooler.refused == {refusal.value: 2}
    assert spooler.spooled == 0
    assert spooler.by_sender == {}


@given(st.lists(st.tuples(st.sampled_from([R1, R2]), st.none() | st.binary(max_size=9)), min_size=1, max_size=20), st.booleans())  # fmt: skip
def test_ins_equal_outs(datagrams, full):
    writer = Writer()
    writer.refusal = Refused.QUOTA if full else None
    spooler = Spooler(writer, parse_networks(["192.0.2.0/24"]))
    spooler.take(arrivals(*datagrams), 1)
    assert spooler.datagrams == spooler.spooled + spooler.refused.total() == len(datagrams)


def test_forged_senders_are_counted_together_beyond_a_bound(writer, monkeypatch):
    monkeypatch.setattr("noroshi.spine.flows.collect.spooler.MOST_EXPORTERS", 3)
    spooler = Spooler(writer, ())
    spooler.take(arrivals(*((R1 + n, b"x") for n in range(10))), 1)
    assert len(spooler.by_sender) == 4
    assert spooler.by_sender[OTHERS] == (7, 7)


def session(*messages, number=9):
    peer = Peer(address="192.0.2.1", hi=0, lo=R1, port=4000, number=number, transport=Transport.TCP)
    lengths = tuple(map(len, messages))
    return Batch(peer, lengths, b"".join(messages), 1, lambda: None)


def spooled(writer):
    """Payload lengths and ports of what was written."""
    found = [b for data in writer.blocks for b in read_blocks(memoryview(data), b"8 octets")]
    return [(b.lengths.tolist(), set(b.port.tolist())) for b in found]


def test_messages_of_a_session_are_counted_and_its_end_is_written(writer):
    spooler = Spooler(writer, ())
    spooler.begin_sessions()
    assert spooler.take_messages(session(b"abc", b"de")) is None
    assert spooler.take_messages(session()) is None
    port = 9 * SESSION + 4000
    assert spooled(writer) == [([0], {ALL_SESSIONS}), ([3, 2], {port}), ([0], {port})]
    assert (spooler.datagrams, spooler.octets, spooler.spooled) == (2, 5, 2)
    assert spooler.by_sender == {(0, R1): (2, 5)}


def test_messages_that_wait_are_not_counted_until_they_are_written_or_given_up(writer):
    spooler = Spooler(writer, ())
    writer.refusal = Refused.QUOTA
    assert spooler.take_messages(session(b"abc")) is Refused.QUOTA
    assert (spooler.datagrams, spooler.refused) == (0, {})
    spooler.refuse_messages(session(b"abc"), Refused.QUOTA)
    assert (spooler.datagrams, spooler.spooled, spooler.refused) == (1, 0, {"quota": 1})
