"""Template: bounds of the store, and whom a template serves."""

import struct
from dataclasses import replace

import numpy as np

from noroshi.spine.flows.decode import Decoder, Sequences
from noroshi.spine.flows.decode.datagrams import ALL_SESSIONS, SESSION
from noroshi.spine.flows.decode.template import MOST_DOMAINS, MOST_PER_DOMAIN, Layout, TemplateStore
from noroshi.spine.flows.tally import Tally


def test_a_template_serves_data_from_another_port(template, data, message, batch, flows):
    kept, _ = flows(batch([message(template())], port=1111), batch([message(data(2))], port=2222))
    assert kept == 2


def test_a_template_serves_no_other_domain_or_exporter(template, data, message, batch, flows):
    first = batch([message(template())])
    for other in (
        batch([message(data(1), domain=2)]),
        batch([message(data(1))], sender=0xC0000210),
    ):
        assert flows(first, other)[0] == 0


def test_records_of_no_octets_are_refused(template, data, message, batch, flows):
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


WITHDRAW = struct.pack(">HHHH", 2, 8, 256, 0)
WITHDRAW_ALL = struct.pack(">HHHH", 2, 8, 2, 0)
WITHDRAW_ALL_OPTIONS = struct.pack(">HHHH", 3, 8, 3, 0)
FIRST, SECOND = SESSION + 4000, 2 * SESSION + 4000


def test_a_session_inherits_no_template_of_another(template, data, message, batch, flows):
    """Neither on the same port, nor from UDP."""
    for other in (FIRST, 4000):
        kept, tally = flows(
            batch([message(template())], port=other), batch([message(data(2))], port=SECOND)
        )
        assert (kept, tally.refused) == (0, {"no-template": 1})


def test_a_session_lends_no_template(template, data, message, batch, flows):
    kept, _ = flows(batch([message(template())], port=FIRST), batch([message(data(2))], port=4000))
    assert kept == 0


def test_a_withdrawal_holds_in_a_session_from_its_place_on(template, data, message, batch, flows):
    stream = [message(template(), data(1), WITHDRAW, data(1)), message(template(), data(1))]
    for batches in ([batch(stream, port=FIRST)], [batch([m], port=FIRST) for m in stream]):
        kept, tally = flows(*batches)
        assert (kept, tally.refused) == (2, {"no-template": 1})


def test_a_withdrawal_over_udp_is_ignored(template, data, message, batch, flows):
    for gone in (WITHDRAW, WITHDRAW_ALL):
        assert flows(batch([message(template(), gone, data(1))], port=4000))[0] == 1


def test_all_templates_may_be_withdrawn_in_a_session(template, data, message, batch, flows):
    both = [template(), template(number=300)]
    later = [data(1), data(1, number=300)]
    for batches in (
        [batch([message(*both), message(WITHDRAW_ALL, *later)], port=FIRST)],
        [batch([message(*both)], port=FIRST), batch([message(WITHDRAW_ALL, *later)], port=FIRST)],
    ):
        kept, tally = flows(*batches)
        assert (kept, tally.refused) == (0, {"no-template": 2})


def test_options_templates_are_withdrawn_on_their_own(template, data, message, batch, flows):
    assert flows(batch([message(template(), WITHDRAW_ALL_OPTIONS, data(1))], port=FIRST))[0] == 1


def test_data_before_its_template_is_refused_in_a_session(template, data, message, batch, flows):
    kept, tally = flows(batch([message(data(1), template(), data(1))], port=FIRST))
    assert (kept, tally.refused) == (1, {"no-template": 1})


def test_what_a_session_defined_ends_with_it(template, message, batch):
    decoder = Decoder(Tally(), sequences=Sequences())
    for port in (FIRST, SECOND, 4000):
        list(decoder.decode(batch([message(template())], port=port)))
    list(decoder.decode(batch([b""], port=FIRST)))
    assert {owner[2] for owner, _ in decoder.templates.definitions()} == {SECOND, 4000}
    assert FIRST not in {stream[2] for stream in decoder.sequences.streams}
    list(decoder.decode(batch([b""], sender=0, port=ALL_SESSIONS)))
    assert {owner[2] for owner, _ in decoder.templates.definitions()} == {4000}
    assert {stream[2] for stream in decoder.sequences.streams} == {4000}
    assert decoder.tally.refused == {}


def test_a_collector_that_begins_ends_earlier_sessions_only(template, message, batch):
    decoder = Decoder(Tally())
    list(decoder.decode(batch([message(template())], port=FIRST)))
    mixed = replace(batch([b"", message(template())]), port=np.array([ALL_SESSIONS, SECOND]))
    list(decoder.decode(mixed))
    assert {owner[2] for owner, _ in decoder.templates.definitions()} == {SECOND}


def test_a_session_that_comes_and_goes_leaves_nothing_behind(template, message, batch):
    decoder = Decoder(Tally(), sequences=Sequences())
    for number in range(1, 50):
        port = number * SESSION + 4000
        list(decoder.decode(batch([message(template())], port=port)))
        list(decoder.decode(batch([b""], port=port)))
    assert list(decoder.templates.definitions()) == []
    assert decoder.templates._size == 0
    assert len(decoder.sequences.streams) == 0
