"""Segment: batches in order of arrival, damage counted."""

import numpy as np

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.spool import Segment, datagrams_of, index_of, seal
from noroshi.spine.flows.spool.segment import BATCH
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED


def block(segment, payloads, at_ms):
    lengths = np.array([len(p) for p in payloads], np.int64)
    rows = len(payloads)
    sender = Addresses(np.zeros(rows, np.int64), np.arange(rows) | MAPPED)
    form, index = index_of(lengths, sender, np.arange(rows) % 1000)
    return b"".join(seal(segment.salt, form, index, b"".join(payloads), at_ms * 1_000_000))


def test_datagrams_keep_order_sender_port_and_time(tmp_path):
    segment = Segment.new(1, tmp_path)
    segment.path.write_bytes(block(segment, [b"a", b"bb"], 10) + block(segment, [b"", b"c"], 20))
    (batch,) = datagrams_of(segment, Tally())
    assert batch.octets.slices(batch.start, batch.end - batch.start) == [b"a", b"bb", b"", b"c"]
    assert batch.received_ms.tolist() == [10, 10, 20, 20]
    assert batch.port.tolist() == [0, 1, 0, 1]
    assert (batch.sender.lo - MAPPED).tolist() == [0, 1, 0, 1]


def test_a_long_segment_comes_in_batches(tmp_path):
    segment = Segment.new(1, tmp_path)
    segment.path.write_bytes(b"".join(block(segment, [b"x"] * 1000, n) for n in range(9)))
    sizes = [len(batch) for batch in datagrams_of(segment, Tally())]
    assert sizes == [BATCH, BATCH, 9000 - 2 * BATCH]


def test_each_damaged_place_counts_once(tmp_path):
    segment, tally = Segment.new(1, tmp_path), Tally()
    good = block(segment, [b"x"], 1)
    segment.path.write_bytes(good + b"rubbish" + good + b"more rubbish")
    assert sum(len(batch) for batch in datagrams_of(segment, tally)) == 2
    assert tally.refused == {"bad-block": 2}


def test_an_empty_segment_gives_nothing(tmp_path):
    segment = Segment.new(1, tmp_path)
    segment.path.touch()
    assert list(datagrams_of(segment, Tally())) == []
