"""Floods: what a flooder sends stays small, and takes nothing from others."""

import struct

import numpy as np
import pytest

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder
from noroshi.spine.flows.decode.options import MOST_TOLD, Options
from noroshi.spine.flows.decode.pending import COST, MOST_OCTETS
from noroshi.spine.flows.decode.template import MOST_HELD, MOST_SENDERS, Layout, TemplateStore
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED

HONEST = (0, 2)


def wide(number):
    """Layouts of 512 fields, no two alike."""
    return Layout(((0, 1 + number % 30_000, 4), *((0, 2 + n, 1 + number // 30_000) for n in range(511))))  # fmt: skip


def honest(store):
    for number in range(10):
        store.define((*HONEST, 2055, 1, 256 + number), Layout(((0, 8, 4), (0, 12, 4 + number))))
    store.prove(HONEST)


def stands(store):
    return all(store.find((*HONEST, 2055, 1, 256 + number)) is not None for number in range(10))


@pytest.mark.parametrize("senders", [1, 5_000])
def test_distinct_wide_layouts_are_bounded_and_evict_no_proven_sender(senders):
    store = TemplateStore()
    honest(store)
    for number in range(5_000):
        sender = (1, number % senders)
        store.define((*sender, 2055, number % 64, 256 + number), wide(number))
    assert store._held <= MOST_HELD
    assert sum(len(layout.fields) for layout in store._layouts) == store._held
    assert stands(store)


def test_many_senders_of_small_templates_evict_no_proven_sender():
    store = TemplateStore()
    honest(store)
    for number in range(2 * MOST_SENDERS):
        store.define((1, number, 2055, 0, 256), Layout(((0, 8, 4),)))
    assert len(store._senders) <= MOST_SENDERS
    assert stands(store)


def test_a_batch_of_templates_alone_defines_a_bounded_number(template, message, batch):
    decoder = Decoder(Tally())
    sets = b"".join(struct.pack(">HHHH", 256 + n, 1, 8, 4) for n in range(8_000))
    decoder_sets = struct.pack(">HH", 2, 4 + len(sets)) + sets
    list(decoder.decode(batch([message(decoder_sets)])))
    assert sum(1 for _ in decoder.templates.definitions()) <= 1_024
    assert decoder.tally.refused["bad-template"] == 8_000 - 1_024


def test_option_values_of_many_senders_are_bounded():
    options = Options()
    for number in range(3 * MOST_TOLD):
        options.know((0, number, 1), key=-1, value=100)
    assert len(options.rates) <= MOST_TOLD
    assert ((0, 3 * MOST_TOLD - 1, 1), -1) in options.rates


def test_sets_without_template_are_bounded():
    decoder = Decoder(Tally())
    payload = struct.pack(">HHIII", 10, 24, 1_700_000_001, 0, 1) + struct.pack(">HHI", 999, 8, 0)
    for first in range(0, 60_000, 4_000):
        end = np.arange(1, 4_001, dtype=np.int64) * len(payload)
        many = Datagrams(
            Octets(payload * 4_000), end - len(payload), end,
            Addresses(np.zeros(4_000, np.int64), np.arange(first, first + 4_000) | MAPPED),
            np.full(4_000, 2055), np.full(4_000, 1_700_000_002_000),
        )  # fmt: skip
        list(decoder.decode(many))
    assert decoder.pending.size <= MOST_OCTETS
    assert len(decoder.pending.held) <= MOST_OCTETS // COST
    decoder.finish()
    assert decoder.tally.refused == {"no-template": 60_000}
