"""Thinning takes away what a poorer exporter would not tell, and nothing else."""

import numpy as np
import pyarrow.compute as pc
import pytest

from noroshi.c2.evaluate.thin import ACK, COLUMNS, FIN, SYN, both_directions, one_direction, sampled
from noroshi.spine.model import SubscriberSide
from noroshi.testing.flows import flow, flow_table


def talk(count=1, **columns):
    given = {
        "sent": (1000, 10),
        "answered": (6000, 30),
        "tcpControlBits": FIN | SYN | ACK,
    } | columns
    rows = [flow("100.64.0.1:50000", "192.0.2.1:443/tcp", at_s=n, **given) for n in range(count)]
    return flow_table(rows).select(list(COLUMNS))


def test_one_direction_tells_nothing_of_the_other():
    thin = one_direction(talk(reverseTcpControlBits=ACK))
    assert thin.schema == talk().schema
    assert thin["reverseOctetDeltaCount"].null_count == 1
    assert thin["reverseTcpControlBits"].null_count == 1
    assert thin["octetDeltaCount"].to_pylist() == [1000]


def test_a_biflow_becomes_two_records_with_ends_and_sides_swapped():
    there, back = both_directions(talk(reverseTcpControlBits=ACK)).to_pylist()
    assert (there["octetDeltaCount"], there["packetDeltaCount"]) == (1000, 10)
    assert (back["octetDeltaCount"], back["packetDeltaCount"]) == (6000, 30)
    assert back["sourceAddressLo"] == there["destinationAddressLo"]
    assert (back["sourceTransportPort"], back["destinationTransportPort"]) == (443, 50000)
    assert back["subscriberSide"] == SubscriberSide.DESTINATION
    assert back["tcpControlBits"] == ACK


def test_an_unanswered_flow_stays_one_record():
    assert both_directions(talk(answered=(0, 0))).num_rows == 1


def test_packets_counted_together_are_halved():
    together = talk(reversePacketDeltaCount=None)
    assert both_directions(together)["packetDeltaCount"].to_pylist() == [5, 5]


def test_the_other_way_twice_keeps_all_octets():
    split = both_directions(talk(20))
    assert pc.sum(split["octetDeltaCount"]).as_py() == 20 * 7000


@pytest.mark.parametrize("interval", [2, 10, 100])
def test_sampling_is_unbiased(interval):
    thin = sampled(talk(20_000), interval, np.random.default_rng(1))
    packets, octets = (pc.sum(thin[n]).as_py() for n in ("packetDeltaCount", "octetDeltaCount"))
    spread = 4 * np.sqrt(20_000 * 40 / interval)
    assert abs(packets - 20_000 * 40 / interval) < spread
    assert octets == pytest.approx(20_000 * 1000 / interval, rel=0.05)


def test_flows_without_a_packet_vanish():
    thin = sampled(talk(5_000), 100, np.random.default_rng(2))
    assert thin.num_rows == pytest.approx(5_000 * (1 - 0.99**40), rel=0.1)
    assert pc.min(thin["packetDeltaCount"]).as_py() == 1


def test_a_bit_of_one_packet_stays_with_the_share_that_passed():
    thin = sampled(talk(20_000), 2, np.random.default_rng(3))
    bits = np.array(thin["tcpControlBits"].to_pylist())
    assert np.mean(bits & SYN > 0) == pytest.approx(0.5, abs=0.02)
    assert np.mean((bits & SYN > 0) & (bits & FIN > 0)) == pytest.approx(0.25, abs=0.02)
    assert (bits & ACK > 0).all()


def test_a_flow_of_syns_alone_keeps_them():
    lone = talk(500, answered=(0, 0), sent=(120, 3), tcpControlBits=SYN)
    assert set(sampled(lone, 3, np.random.default_rng(4))["tcpControlBits"].to_pylist()) == {SYN}


def test_sampling_every_packet_keeps_every_flow():
    whole = sampled(talk(50), 1, np.random.default_rng(5))
    assert whole.num_rows == 50
    assert set(whole["tcpControlBits"].to_pylist()) == {FIN | SYN | ACK}


def test_the_same_seed_draws_the_same_packets():
    first, second = (sampled(talk(500), 10, np.random.default_rng(6)) for _ in range(2))
    assert first.equals(second)
    assert not first.equals(sampled(talk(500), 10, np.random.default_rng(7)))


def test_nothing_comes_of_nothing():
    empty = talk(1).slice(0, 0)
    for thin in (
        one_direction(empty),
        both_directions(empty),
        sampled(empty, 10, np.random.default_rng(0)),
    ):
        assert thin.num_rows == 0
        assert thin.schema == empty.schema
