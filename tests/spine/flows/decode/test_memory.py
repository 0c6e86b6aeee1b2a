"""Memory: a decoder that was remembered goes on as if it had never stopped."""

import struct
import zlib

import msgspec
import numpy as np
import pytest

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder, Sequences, recall, remember
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED

S = 1_700_000_000
FIELDS = struct.pack(">6H", 8, 4, 12, 4, 4, 1)
RECORD = bytes([192, 0, 2, 1, 198, 51, 100, 7, 6])


def v9(sequence):
    return struct.pack(">HHIIII", 9, 0, 1_000_000, S, sequence, 1)


def ipfix(sequence, *, template=True, number=256):
    sets = struct.pack(">HHHH", 2, 8 + len(FIELDS), number, 3) + FIELDS if template else b""
    return message(sequence, sets + struct.pack(">HH", number, 4 + 3 * len(RECORD)) + RECORD * 3)


def message(sequence, sets):
    return struct.pack(">HHIII", 10, 16 + len(sets), S, sequence, 1) + sets


def batch(*payloads):
    end = np.cumsum([len(payload) for payload in payloads])
    rows = len(payloads)
    return Datagrams(
        Octets(b"".join(payloads)), np.append(0, end[:-1]), end,
        Addresses(np.zeros(rows, np.int64), np.full(rows, 0xC0000201 | MAPPED)),
        np.full(rows, 2055), np.full(rows, S * 1000),
    )  # fmt: skip


def fresh():
    return Decoder(Tally(), sequences=Sequences())


def rows(decoder, batch):
    return sum(settle(draft, decoder.tally).num_rows for draft in decoder.decode(batch))


def again(decoder):
    recalled = recall(remember(decoder), Tally())
    assert recalled is not None
    return recalled


def test_a_template_outlives_the_process():
    decoder = fresh()
    rows(decoder, batch(ipfix(0)))
    assert rows(again(decoder), batch(ipfix(3, template=False))) == 3


def test_without_memory_the_same_datagram_waits():
    assert rows(fresh(), batch(ipfix(3, template=False))) == 0


def test_sets_that_wait_are_decoded_when_their_template_comes_after_a_restart():
    decoder = fresh()
    rows(decoder, batch(ipfix(0, template=False)))
    assert rows(again(decoder), batch(ipfix(3))) == 6


def test_losses_go_on_over_a_restart():
    decoder = fresh()
    rows(decoder, batch(v9(0), v9(2)))
    decoder = again(decoder)
    rows(decoder, batch(v9(5)))
    assert decoder.sequences.lost().total() == 3


def test_sampling_rates_outlive_the_process():
    options = struct.pack(">HHHHHHHHH", 3, 18, 300, 2, 1, 149, 4, 34, 2)
    told = struct.pack(">HHIH", 300, 10, 1, 1000)
    decoder = fresh()
    rows(decoder, batch(message(0, options + told), ipfix(1)))
    decoder = again(decoder)
    (draft,) = decoder.decode(batch(ipfix(4)))
    assert draft.more["samplingInterval"].to_pylist() == [1000] * 3


def test_remembering_twice_gives_the_same():
    decoder = fresh()
    rows(decoder, batch(ipfix(0), v9(9), ipfix(0, number=257)))
    assert remember(again(decoder)) == remember(decoder)


@pytest.mark.parametrize(
    "octets",
    [b"", b"rubbish", zlib.compress(b"rubbish"), zlib.compress(msgspec.msgpack.encode({"form": 99}))],
)  # fmt: skip
def test_a_memory_in_another_form_is_not_read(octets):
    assert recall(octets, Tally()) is None
