"""A load decodes to exactly the flows it was made of, with nothing lost in between."""

import numpy as np
import pytest

from noroshi.lab.load import Kind, Load, Stream

LOADS = [*[(kind,) for kind in Kind], tuple(Kind)]
NAMES = [*Kind, "mixed"]


def sorted_rows(columns):
    return sorted(zip(*columns.values(), strict=True), key=repr)


@pytest.mark.parametrize("kinds", LOADS, ids=NAMES)
def test_every_value_reads_back(kinds, read_back, truth):
    load = Load(kinds=kinds, flows=6_000, sampling=100, rate_pps=500, exporters=10, seed=3)
    read = read_back(load, chunk=200)
    expected = truth(read.flows, load)
    found = read.columns(expected)
    for name, values in expected.items():
        assert sorted(found[name], key=repr) == sorted(values, key=repr), name
    assert sorted_rows(found) == sorted_rows(expected)


@pytest.mark.parametrize("kinds", LOADS, ids=NAMES)
def test_nothing_is_refused_or_missing_in_a_sequence(kinds, read_back):
    read = read_back(Load(kinds=kinds, flows=20_000), chunk=300)
    assert (read.tally.read, read.tally.refused) == (20_000, {})
    assert not read.sequences.lost()
    assert not read.sequences.restarts


@pytest.mark.parametrize("kinds", LOADS, ids=NAMES)
def test_datagrams_fit_a_frame_and_flows_are_as_many_as_asked(kinds):
    chunks = list(Stream(Load(kinds=kinds, flows=12_345)).chunks())
    assert sum(len(chunk.flows) for chunk in chunks) == 12_345
    assert max(int(chunk.length.max()) for chunk in chunks) <= 1472


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [(Kind.V5, 29, 30), (Kind.V9, 20, 25), (Kind.IPFIX, 16, 19), (Kind.VARIABLE, 13, 16),
     (Kind.SFLOW, 6.5, 7)],
)  # fmt: skip
def test_datagrams_are_as_full_as_a_router_fills_them(kind, low, high):
    chunks = list(Stream(Load(kinds=(kind,), flows=100_000)).chunks())
    datagrams = sum(map(len, chunks))
    assert low <= 100_000 / datagrams <= high


def octets(load):
    return b"".join(bytes(chunk.pcap()) for chunk in Stream(load).chunks())


def test_a_seed_fixes_every_octet_and_another_changes_them():
    made = [octets(Load(kinds=tuple(Kind), flows=5_000, seed=seed)) for seed in (4, 4, 5)]
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_datagrams_leave_at_the_rate_and_exporters_take_turns():
    load = Load(kinds=(Kind.IPFIX,), flows=10**9, datagrams=500, rate_pps=250, exporters=5)
    (chunk,) = Stream(load).chunks()
    assert np.array_equal(chunk.sent_us - load.start_ms * 1000, np.arange(500) * 4000)
    assert np.array_equal(chunk.exporter, np.arange(500) % 5)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_quarter_of_flows_is_ipv6_where_it_can_be_carried(kind):
    flows = [chunk.flows for chunk in Stream(Load(kinds=(kind,), flows=60_000)).chunks()]
    share = np.concatenate([each.is_v6 for each in flows]).mean()
    assert abs(share - (0 if kind is Kind.V5 else 0.25)) < 0.02


def test_templates_come_first_and_again_each_minute():
    load = Load(kinds=(Kind.V9,), flows=10**9, datagrams=400, rate_pps=2, exporters=1)
    (chunk,) = Stream(load).chunks()
    ids = [int.from_bytes(bytes(chunk.buffer[at + 20 : at + 22])) for at in chunk.start]
    assert [number for number, id_ in enumerate(ids) if id_ == 0] == [0, 120, 240, 360]
