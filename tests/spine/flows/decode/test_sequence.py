"""Sequence: losses are exact on known streams, whatever the batches, the order and the wrap."""

import struct
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder, Sequences
from noroshi.spine.flows.decode.sequence import OTHERS
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED

S = 1_700_000_000
FIELDS = [(8, 4), (12, 4), (4, 1)]
RECORD = bytes([192, 0, 2, 1, 198, 51, 100, 7, 6])
WRAP = 1 << 32


def v9(sequence, *, uptime=1_000_000, at=S, domain=1):
    return struct.pack(">HHIIII", 9, 0, uptime, at, sequence % WRAP, domain)


def v5(sequence, flows=30, *, uptime=1_000_000, at=S):
    head = struct.pack(">HHIIIIBBH", 5, flows, uptime, at, 0, sequence % WRAP, 0, 0, 0)
    return head + bytes(48 * flows)


def ipfix(sequence, records=3, *, at=S, template=True, number=256):
    sets = b""
    if template:
        body = struct.pack(">HH", number, len(FIELDS))
        body += b"".join(struct.pack(">HH", *f) for f in FIELDS)
        sets += struct.pack(">HH", 2, 4 + len(body)) + body
    if records:
        sets += struct.pack(">HH", number, 4 + len(RECORD) * records) + RECORD * records
    return struct.pack(">HHIII", 10, 16 + len(sets), at, sequence % WRAP, 1) + sets


def sflow(sequence, *, uptime=1_000_000, agent=0xC0000207, sub_agent=77, v6=False):
    address = (
        struct.pack(">IQQ", 2, 0x20010DB8 << 32, agent) if v6 else struct.pack(">II", 1, agent)
    )
    return (
        struct.pack(">I", 5) + address + struct.pack(">IIII", sub_agent, sequence % WRAP, uptime, 0)
    )


def batch(payloads, senders=None):
    lengths = np.array([len(p) for p in payloads], np.int64)
    end, rows = np.cumsum(lengths), len(payloads)
    low = np.array(senders if senders is not None else [1] * rows, np.int64) | MAPPED
    return Datagrams(
        Octets(b"".join(payloads)), end - lengths, end, Addresses(np.zeros(rows, np.int64), low),
        np.full(rows, 2055), np.full(rows, S * 1000),
    )  # fmt: skip


def accounted(*batches, senders=None):
    decoder = Decoder(Tally(), sequences=Sequences())
    for payloads in batches:
        if payloads:
            list(decoder.decode(batch(payloads, senders)))
    assert decoder.sequences is not None
    return decoder.sequences


def lost(*batches):
    return accounted(*batches).lost().total()


@pytest.mark.parametrize("make", [v9, lambda n: v5(n * 30), lambda n: ipfix(n * 3)])
def test_a_whole_stream_loses_nothing(make):
    assert lost([make(n) for n in range(50)]) == 0


def test_each_version_counts_in_its_own_unit():
    kept = [n for n in range(10) if n not in (3, 4, 7)]
    assert lost([v9(n) for n in kept]) == 3
    assert lost([v5(n * 30) for n in kept]) == 90
    assert lost([ipfix(n * 3) for n in kept]) == 9


def test_options_data_counts_as_ipfix_records():
    head = struct.pack(">HHIII", 10, 16 + 18 + 10, S, 0, 1)
    options = struct.pack(">HHHHHHHHH", 3, 18, 300, 2, 1, 149, 4, 34, 2)[:18]
    data = struct.pack(">HHIH", 300, 10, 1, 100)
    assert lost([head + options + data, ipfix(1)]) == 0
    assert lost([head + options + data, ipfix(2)]) == 1


@given(
    st.integers(0, WRAP - 1),
    st.lists(st.booleans(), min_size=2, max_size=80),
    st.lists(st.integers(0, 80), max_size=4),
)
def test_loss_is_exact_over_wraps_and_batches(first, came, cuts):
    numbers = [n for n, here in enumerate(came) if here]
    if not numbers:
        return
    sent = [v9(first + n) for n in numbers]
    edges = [0, *sorted(cuts), len(sent)]
    parts = [sent[a:b] for a, b in pairwise(edges)]
    assert lost(*parts) == numbers[-1] - numbers[0] + 1 - len(numbers)


@given(st.permutations(range(40)), st.sets(st.integers(0, 39), max_size=10), st.integers(1, 40))
def test_disorder_is_no_loss(order, missing, size):
    numbers = [n for n in order if n not in missing]
    sent = [v9(WRAP - 20 + n) for n in numbers]
    parts = [sent[at : at + size] for at in range(0, len(sent), size)]
    expected = max(numbers) - min(numbers) + 1 - len(numbers)
    assert lost(*parts) == expected


@given(st.permutations(range(40)), st.sets(st.integers(0, 39), max_size=10), st.integers(1, 40))
def test_sflow_datagrams_are_accounted_for_over_wraps_and_disorder(order, missing, size):
    numbers = [n for n in order if n not in missing]
    sent = [sflow(WRAP - 20 + n) for n in numbers]
    parts = [sent[at : at + size] for at in range(0, len(sent), size)]
    assert lost(*parts) == max(numbers) - min(numbers) + 1 - len(numbers)


@pytest.mark.parametrize("other", [{"agent": 0xC0000208}, {"sub_agent": 78}, {"v6": True}])
def test_agents_behind_one_sender_are_told_apart(other):
    mixed = [m for n in range(20) for m in (sflow(n), sflow(5_000 + 3 * n, **other))]
    sequences = accounted(mixed)
    assert sequences.lost().total() == 2 * 19
    assert len(sequences.streams) == 2
    assert sequences.restarts.total() == 0


def test_an_sflow_agent_that_starts_again_loses_nothing():
    before = [sflow(n, uptime=900_000 + n) for n in range(30)]
    after = [sflow(n, uptime=n) for n in range(10)]
    for batches in ([before, after], [before + after]):
        sequences = accounted(*batches)
        assert sequences.lost().total() == 0
        assert sequences.restarts.total() == 1


def test_sflow_beyond_the_window_is_a_restart_not_a_loss():
    sequences = accounted([sflow(n) for n in (1000, 1001, 900, 901)])
    assert (sequences.lost().total(), sequences.restarts.total()) == (0, 1)


def test_a_damaged_sflow_header_has_no_standing():
    assert accounted([sflow(1)[:20], struct.pack(">II", 5, 9) + bytes(60)]).streams == {}


def test_what_comes_late_takes_its_loss_back():
    sequences = accounted([v9(0), v9(2)])
    assert sequences.lost().total() == 1
    assert lost([v9(0), v9(2)], [v9(1)]) == 0


@pytest.mark.parametrize(
    "after",
    [
        pytest.param([v9(0, uptime=5_000, at=S + 60), v9(1, uptime=6_000, at=S + 61)], id="uptime"),
        pytest.param([v9(0, at=S + 60), v9(1, at=S + 61)], id="far-back"),
    ],
)
def test_an_exporter_that_starts_again_loses_nothing(after):
    before = [v9(n) for n in range(1000, 1010)]
    for batches in ([before, after], [before + after]):
        sequences = accounted(*batches)
        assert sequences.lost().total() == 0
        assert sequences.restarts.total() == 1


def test_a_restart_just_after_the_start_is_seen_by_the_uptime():
    sequences = accounted([v9(n) for n in range(5)] + [v9(0, uptime=100, at=S + 60)])
    assert (sequences.lost().total(), sequences.restarts.total()) == (0, 1)


def test_an_ipfix_exporter_that_starts_again_begins_with_zero():
    sequences = accounted([ipfix(0), ipfix(3), ipfix(0, at=S + 5), ipfix(3, at=S + 6)])
    assert (sequences.lost().total(), sequences.restarts.total()) == (0, 1)


def test_losses_before_a_restart_stay():
    sequences = accounted([v9(1000), v9(1003), v9(0, uptime=1, at=S + 60)])
    assert (sequences.lost().total(), sequences.restarts.total()) == (2, 1)


def test_a_jump_beyond_reason_is_a_restart():
    sequences = accounted([v9(5), v9(3_000_000_000)])
    assert (sequences.lost().total(), sequences.restarts.total()) == (0, 1)


def test_records_without_template_leave_the_count_open_not_wrong():
    before = [ipfix(0, template=False), ipfix(3, template=False)]
    assert lost(before, [ipfix(50)]) == 0  # 44 may be lost, or lie in what could not be counted
    assert lost(before, [ipfix(50), ipfix(53), ipfix(59)]) == 3


def test_streams_do_not_disturb_each_other():
    payloads = [v9(n, domain=d) for n in range(20) for d in (1, 2)]
    assert lost(payloads) == 0
    senders = [7 if n % 2 else 9 for n in range(40)]
    mixed = [v9(n // 2 + (500 if n % 2 else 0)) for n in range(40)]
    assert accounted(mixed, senders=senders).lost().total() == 0


def test_losses_are_told_by_sender():
    sequences = accounted([v9(0), v9(0), v9(4), v9(1)], senders=[7, 9, 7, 9])
    assert sequences.lost() == {(0, 7 | MAPPED): 3}


def test_forged_streams_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr("noroshi.spine.flows.decode.sequence.MOST_STREAMS", 10)
    sequences = accounted([v9(2 * (n // 50), domain=n % 50) for n in range(100)])
    assert len(sequences.streams) == 10
    assert sequences.lost().total() >= 40  # what was lost is remembered without its stream


def test_forged_senders_that_lose_are_counted_together_beyond_a_bound(monkeypatch):
    monkeypatch.setattr("noroshi.spine.flows.decode.sequence.MOST_STREAMS", 5)
    monkeypatch.setattr("noroshi.spine.flows.decode.sequence.MOST_SENDERS", 3)
    payloads = [v9(number) for _ in range(40) for number in (10, 12)]
    senders = [1 + at // 2 for at in range(80)]
    standing = accounted(payloads, senders=senders)
    assert len(standing.settled) == 4
    assert standing.settled[OTHERS] == 40 - 5 - 3
    assert standing.lost().total() == 40


@given(st.lists(st.binary(min_size=20, max_size=60), max_size=20))
def test_arbitrary_headers_never_raise(tails):
    payloads = [bytes([0, (5, 9, 10)[n % 3]]) + tail for n, tail in enumerate(tails)]
    assert lost(payloads) >= 0
