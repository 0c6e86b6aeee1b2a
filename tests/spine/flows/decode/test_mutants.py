"""Mutants: cut, flipped and spliced captures raise nothing, and hold no record the oracle does not.

Set NOROSHI_MUTANTS to try more of them; the release run takes a million.
"""

import importlib.util
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import Datagrams, Decoder, export_datagrams
from noroshi.spine.flows.decode.message import v5_sets, walk_sets
from noroshi.spine.flows.decode.records import records_of
from noroshi.spine.flows.decode.template import V5_LAYOUT
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED


def beside(name):
    """A module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


oracle, sflow_oracle = beside("export_oracle"), beside("sflow_oracle")

ROOT = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data")) / "export"
CAPTURES = sorted(p.stem for p in DATA.glob("pcap/*.pcap"))
MUTANTS = int(os.environ.get("NOROSHI_MUTANTS", "4000"))
PER_BATCH, MOST_PREFIX = 256, 6

pytestmark = pytest.mark.skipif(
    not CAPTURES, reason="no conformance data; set NOROSHI_DATA to its folder"
)


@pytest.fixture(scope="module")
def captures():
    """Payloads of each capture, the first few; those behind repeat their kind."""
    found = []
    for name in CAPTURES:
        tally, payloads = Tally(), []
        for packets in read_packets(read_blocks(DATA / "pcap" / f"{name}.pcap", tally), tally):
            batch = export_datagrams(packets, tally)
            payloads += batch.octets.slices(batch.start, batch.end - batch.start)
        found.append([p for p in payloads if p][:MOST_PREFIX])
    return [payloads for payloads in found if payloads]


def by_sender(streams):
    """A batch in which each stream has a sender of its own; and which stream each datagram is of."""
    payloads = [payload for stream in streams for payload in stream]
    owner = np.repeat(np.arange(len(streams)), [len(stream) for stream in streams])
    lengths = np.array([len(p) for p in payloads], np.int64)
    end = np.cumsum(lengths)
    rows = len(payloads)
    return owner, Datagrams(
        Octets(b"".join(payloads)), end - lengths, end,
        Addresses(np.zeros(rows, np.int64), (owner + 0x0A000001) | MAPPED),
        np.full(rows, 2055), np.full(rows, 1_700_000_002_000),
    )  # fmt: skip


def found(batch):
    """Every record that the batch decoder makes out: datagram, whether options, fields."""
    decoder = Decoder(Tally())
    messages = decoder._messages(batch)
    sets = decoder._known_sets(messages, walk_sets(batch, messages, decoder.tally))
    definitions = decoder._define(batch, messages, sets)
    unsure = np.zeros(len(batch), np.bool_)
    groups = decoder._assign(batch, messages, sets.take(sets.id >= 256), definitions, unsure)
    groups.append((V5_LAYOUT, v5_sets(batch, messages, decoder.tally)))
    rows = Counter()
    for layout, chosen in groups:
        records = records_of(batch.octets, layout, chosen, decoder.tally)
        for at, fields in zip(records.datagram.tolist(), records.raw_fields(), strict=True):
            rows[at, layout.options, tuple(raw for _, _, raw in fields)] += 1
    return rows


def wanted(streams):
    rows, ahead = Counter(), 0
    for stream in streams:
        for at, options, fields in oracle.records(stream):
            rows[ahead + at, options, tuple(fields)] += 1
        ahead += len(stream)
    return rows


def sampled(streams):
    """Flow samples of sFlow that show a packet, by the oracle of that protocol."""
    rows = (row for stream in streams for payload in stream for row in sflow_oracle.flows(payload))
    return sum(row is not None for row in rows)


def check(streams):
    _, batch = by_sender(streams)
    made, told = found(batch), wanted(streams)
    assert made == told
    tally = Tally()
    kept = sum(settle(draft, tally).num_rows for draft in Decoder(tally, counters=[]).decode(batch))
    assert tally.kept == kept
    assert kept <= sum(n for (_, options, _), n in told.items() if not options) + sampled(streams)


def test_the_oracle_and_the_decoder_agree_on_whole_captures(captures):
    check(captures)
    assert sum(wanted(captures).values()) > 1_000


def test_every_cut_of_every_datagram_equals_the_oracle(captures):
    step = 1 if MUTANTS > 100_000 else 11
    for payloads in captures:
        whole = payloads[:2]
        cuts = [
            [*whole[:number], whole[number][:cut]]
            for number in range(len(whole))
            for cut in range(0, len(whole[number]), step)
        ]
        for first in range(0, len(cuts), PER_BATCH):
            check(cuts[first : first + PER_BATCH])


def mutant(random, captures):
    """A stream whose last datagram is spoiled; templates before it are whole."""
    stream = captures[random.integers(len(captures))]
    number = int(random.integers(len(stream)))
    octets = bytearray(stream[number])
    for _ in range(random.integers(1, 5)):
        kind, at = random.integers(5), int(random.integers(len(octets)))
        if kind == 0:
            octets[at] ^= 1 << random.integers(8)
        elif kind == 1:
            octets[at] = random.integers(256)
        elif kind == 2:  # what may be a length or a count
            value = random.choice((0, 1, 3, 4, 5, 8, 255, 256, 512, 513, 0xFFFF))
            octets[at & ~1 : (at & ~1) + 2] = int(value).to_bytes(2)
        elif kind == 3:
            other = captures[random.integers(len(captures))]
            part = other[random.integers(len(other))]
            octets[at:] = part[random.integers(len(part)) :]
        else:
            del octets[at : at + int(random.integers(1, 9))]
        if not octets:
            break
    return [*stream[max(0, number - 3) : number], bytes(octets)]


def test_mutants_equal_the_oracle(captures):
    random = np.random.default_rng(315)
    for _ in range(-(-MUTANTS // PER_BATCH)):
        check([mutant(random, captures) for _ in range(PER_BATCH)])
