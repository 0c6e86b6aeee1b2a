"""Bytes of an attacker: nothing raises, and everything that is dropped is counted."""

import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder
from noroshi.spine.flows.decode.template import MOST_DOMAINS, MOST_PER_DOMAIN, Layout, TemplateStore
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED

FIELDS = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (2, 4), (1, 4), (152, 8), (153, 8)]
RECORD = struct.pack(">4s4sHHBIIQQ", bytes([192, 0, 2, 1]), bytes([198, 51, 100, 7]), 50000, 443, 6, 3, 900, 1_700_000_000_000, 1_700_000_000_500)  # fmt: skip


def template(number=256, fields=FIELDS):
    body = struct.pack(">HH", number, len(fields)) + b"".join(
        struct.pack(">HH", *f) for f in fields
    )
    return struct.pack(">HH", 2, 4 + len(body)) + body


def data(records=1, number=256, record=RECORD):
    return struct.pack(">HH", number, 4 + len(record) * records) + record * records


def message(*sets, domain=1):
    body = b"".join(sets)
    return struct.pack(">HHIII", 10, 16 + len(body), 1_700_000_001, 0, domain) + body


def batch(payloads, sender=0xC0000209, port=2055):
    lengths = np.array([len(p) for p in payloads], np.int64)
    end = np.cumsum(lengths)
    rows = len(payloads)
    return Datagrams(
        Octets(b"".join(payloads)), end - lengths, end,
        Addresses(np.zeros(rows, np.int64), np.full(rows, sender | MAPPED)),
        np.full(rows, port), np.full(rows, 1_700_000_002_000),
    )  # fmt: skip


def flows(*batches):
    tally = Tally()
    decoder = Decoder(tally)
    kept = sum(settle(d, tally).num_rows for b in batches for d in decoder.decode(b))
    decoder.finish()
    assert tally.kept == kept
    return kept, tally


VALID = message(template(), data(3))
V5 = struct.pack(">HHIIIIBBH", 5, 2, 1000, 1_700_000_000, 0, 1, 0, 0, 0) + bytes(96)


@given(st.lists(st.binary(max_size=400), max_size=12))
def test_arbitrary_datagrams_never_raise(payloads):
    flows(batch(payloads))


@given(st.lists(st.tuples(st.sampled_from([VALID, V5]), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=6)), min_size=1, max_size=8))  # fmt: skip
def test_mutated_datagrams_never_raise(cases):
    payloads = []
    for whole, changes in cases:
        octets = bytearray(whole)
        for at, value in changes:
            octets[at % len(octets)] = value
        payloads.append(bytes(octets))
    flows(batch(payloads))


@given(st.integers(0, len(VALID)))
def test_a_cut_datagram_gives_no_wrong_record(cut):
    kept, tally = flows(batch([VALID[:cut]]))
    assert kept == (3 if cut == len(VALID) else 0)
    assert kept or tally.refused


def test_data_waits_for_its_template_over_batches():
    kept, tally = flows(batch([message(data(2))]), batch([message(template())]))
    assert kept == 2
    assert not tally.refused


def test_data_without_template_is_counted():
    kept, tally = flows(batch([message(data(2)), message(data(1, number=300))]))
    assert kept == 0
    assert tally.refused == {"no-template": 2}


def test_a_template_serves_data_from_another_port():
    kept, _ = flows(batch([message(template())], port=1111), batch([message(data(2))], port=2222))
    assert kept == 2


def test_a_template_serves_no_other_domain_or_exporter():
    first = batch([message(template())])
    for other in (
        batch([message(data(1), domain=2)]),
        batch([message(data(1))], sender=0xC0000210),
    ):
        assert flows(first, other)[0] == 0


def test_records_of_no_octets_are_refused():
    _, tally = flows(batch([message(template(fields=[(8, 0)]), data(1))]))
    assert tally.refused == {"bad-template": 1, "no-template": 1}


def test_a_template_flood_keeps_the_store_small():
    store = TemplateStore()
    for number in range(3 * MOST_PER_DOMAIN):
        store.define((0, 1, 2055, 0, 256 + number), Layout(((0, 8, 4),)))
    assert sum(store.find((0, 1, 2055, 0, 256 + n)) is not None for n in range(3 * MOST_PER_DOMAIN)) <= MOST_PER_DOMAIN  # fmt: skip


def test_a_flood_of_domains_leaves_other_senders_alone():
    store = TemplateStore()
    store.define((0, 2, 2055, 1, 256), Layout(((0, 12, 4),)))
    for domain in range(10 * MOST_DOMAINS):
        store.define((0, 1, 2055, domain, 256), Layout(((0, 8, 4),)))
    assert store.find((0, 2, 2055, 1, 256)) is not None
    assert store.find((0, 1, 2055, 0, 256)) is None


def test_two_exporters_do_not_disturb_each_other():
    narrow = [(8, 4), (12, 4), (4, 1)]
    short = struct.pack(">4s4sB", bytes([203, 0, 113, 5]), bytes([203, 0, 113, 6]), 17)
    mixed = (
        batch([message(template()), message(data(2))]),
        batch(
            [message(template(fields=narrow)), message(data(4, record=short))], sender=0xC0000210
        ),
    )
    assert flows(*mixed)[0] == 6
