"""Memory: a decoder that was remembered goes on as if it had never stopped."""

import zlib

import msgspec
import pytest

from noroshi.spine.flows.decode import Decoder, Sequences, recall, remember
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.tally import Tally


@pytest.fixture(scope="module")
def made():
    """The makers of datagrams of the sequence tests."""
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    spec = spec_from_file_location("made", Path(__file__).parent / "test_sequence.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fresh():
    return Decoder(Tally(), sequences=Sequences())


def rows(decoder, batch):
    return sum(settle(draft, decoder.tally).num_rows for draft in decoder.decode(batch))


def again(decoder):
    recalled = recall(remember(decoder), Tally())
    assert recalled is not None
    return recalled


def test_a_template_outlives_the_process(made):
    decoder = fresh()
    rows(decoder, made.batch([made.ipfix(0)]))
    assert rows(again(decoder), made.batch([made.ipfix(3, template=False)])) == 3


def test_without_memory_the_same_datagram_waits(made):
    assert rows(fresh(), made.batch([made.ipfix(3, template=False)])) == 0


def test_sets_that_wait_are_decoded_when_their_template_comes_after_a_restart(made):
    decoder = fresh()
    rows(decoder, made.batch([made.ipfix(0, template=False)]))
    assert rows(again(decoder), made.batch([made.ipfix(3)])) == 6


def test_losses_go_on_over_a_restart(made):
    decoder = fresh()
    rows(decoder, made.batch([made.v9(0), made.v9(2)]))
    decoder = again(decoder)
    rows(decoder, made.batch([made.v9(5)]))
    assert decoder.sequences.lost().total() == 3


def test_sampling_rates_outlive_the_process(made):
    import struct

    options = struct.pack(">HHHHHHHHH", 3, 18, 300, 2, 1, 149, 4, 34, 2)
    told = struct.pack(">HHIH", 300, 10, 1, 1000)
    head = struct.pack(">HHIII", 10, 16 + len(options) + len(told), made.S, 0, 1)
    decoder = fresh()
    rows(decoder, made.batch([head + options + told, made.ipfix(1)]))
    decoder = again(decoder)
    (draft,) = decoder.decode(made.batch([made.ipfix(4)]))
    assert draft.more["samplingInterval"].to_pylist() == [1000] * 3


def test_remembering_twice_gives_the_same(made):
    decoder = fresh()
    rows(decoder, made.batch([made.ipfix(0), made.v9(9), made.ipfix(0, number=257, records=0)]))
    assert remember(again(decoder)) == remember(decoder)


@pytest.mark.parametrize(
    "octets",
    [b"", b"rubbish", zlib.compress(b"rubbish"), zlib.compress(msgspec.msgpack.encode({"form": 99}))],
)  # fmt: skip
def test_a_memory_in_another_form_is_not_read(octets):
    assert recall(octets, Tally()) is None
