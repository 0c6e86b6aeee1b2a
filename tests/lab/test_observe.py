"""Routers cut, route and sample conversations, and lose nothing that they look at."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab.columns import FlowBatch, Shape
from noroshi.lab.ground import server_ends
from noroshi.lab.observe import (
    EndReason,
    Observation,
    Records,
    Router,
    Version,
    observe,
    sampled,
)
from noroshi.lab.plan import A_DAY, Plan, make_day
from noroshi.lab.population import is_subscriber, make_population
from noroshi.lab.shape import ACK, CLOSED, FIN, PSH, RST, SYN

PEOPLE = make_population(np.random.default_rng(1), 50)


def conversations(*, duration_ms, out_packets=20, in_packets=30, exchanges=1, count=1) -> FlowBatch:
    def each(value: int) -> np.ndarray:
        return np.full(count, value, dtype=np.int64)

    line = np.arange(count) % PEOPLE.size
    none = np.zeros(count, dtype=np.bool_)
    return FlowBatch(
        start_ms=each(A_DAY.start_ms),
        subscriber=line.astype(np.int32),
        protocol=np.full(count, 6, dtype=np.uint8),
        client=PEOPLE.listening(line, np.full(count, 40000, dtype=np.uint16)),
        server=server_ends(each(77), np.full(count, 443, dtype=np.uint16), none),
        shape=Shape(
            duration_ms=each(duration_ms),
            out_packets=each(out_packets),
            out_octets=each(out_packets * 101 + 7),
            out_flags=np.full(count, CLOSED, dtype=np.uint8),
            in_packets=each(in_packets),
            in_octets=each(in_packets * 999 + 3),
            in_flags=np.full(count, CLOSED, dtype=np.uint8),
            exchanges=each(exchanges),
        ),
    )


def seen(batch: FlowBatch, **settings) -> Records:
    return observe(np.random.default_rng(2), batch, PEOPLE, Observation(**settings))


@settings(max_examples=60, deadline=None)
@given(
    duration_ms=st.integers(0, 10_000_000),
    out_packets=st.integers(1, 5000),
    in_packets=st.integers(0, 5000),
    exchanges=st.integers(1, 400),
    active=st.integers(1, 600),
    idle=st.integers(1, 60),
)
def test_cutting_keeps_every_packet_and_octet(
    duration_ms, out_packets, in_packets, exchanges, active, idle
):
    batch = conversations(
        duration_ms=duration_ms, out_packets=out_packets, in_packets=in_packets, exchanges=exchanges
    )
    records = seen(batch, active_timeout_s=active, inactive_timeout_s=idle)
    assert records.packets.sum() == out_packets + in_packets
    assert (
        records.octets.sum()
        == (batch.shape.out_octets + batch.shape.in_octets * (in_packets > 0))[0]
    )
    assert (records.packets > 0).all()
    assert (records.octets >= records.packets).all()
    assert (records.last_ms >= records.first_ms).all()
    assert (records.export_ms >= records.last_ms).all()


def test_a_long_flow_is_cut_at_the_active_timeout():
    records = seen(
        conversations(duration_ms=600_000, out_packets=600, in_packets=0), active_timeout_s=120
    )
    assert len(records) == 6
    assert (records.last_ms - records.first_ms).max() < 120_000
    assert records.end_reason.tolist()[:5] == [EndReason.ACTIVE] * 5


def test_a_paused_flow_is_cut_at_each_pause():
    records = seen(conversations(duration_ms=900_000, out_packets=40, in_packets=40, exchanges=10))
    assert len(records) == 20
    assert (records.last_ms - records.first_ms).max() < 1000


def test_short_pauses_do_not_cut():
    records = seen(conversations(duration_ms=90_000, exchanges=10), inactive_timeout_s=15)
    assert len(records) == 2


def test_flags_of_opening_and_closing_stand_in_the_first_and_last_piece():
    records = seen(conversations(duration_ms=600_000, in_packets=0), active_timeout_s=100)
    order = np.argsort(records.first_ms)
    flags = records.flags[order]
    assert flags[0] & SYN
    assert not (flags[1:] & SYN).any()
    assert not (flags[:-1] & (FIN | RST)).any()
    assert (flags & (ACK | PSH)).all()


def test_unanswered_conversations_have_no_record_back():
    records = seen(conversations(duration_ms=0, in_packets=0))
    assert len(records) == 1
    assert records.upstream.all()


def test_upstream_records_come_from_subscribers():
    records = make_day(Plan(seed=2, subscribers=80)).records()
    assert (is_subscriber(records.source) == records.upstream).all()


def test_records_are_in_order_of_export():
    records = make_day(Plan(seed=2, subscribers=80)).records()
    assert (np.diff(records.export_ms) >= 0).all()


def test_v5_routers_never_see_ipv6():
    plan = Plan(seed=2, subscribers=300)
    records = make_day(plan).records()
    version = np.array([router.version for router in plan.observation.routers])[records.router]
    assert (records.source.hi[version == Version.V5] == 0).all()
    assert (version == Version.V5).any()
    assert (records.source.hi[version == Version.IPFIX] != 0).any()


def test_some_answers_come_back_through_another_router():
    symmetric = seen(conversations(duration_ms=10, count=50), asymmetric_share=0.0)
    crooked = seen(conversations(duration_ms=10, count=50), asymmetric_share=1.0)

    def lines_on_two_routers(records: Records) -> int:
        return sum(
            len(set(records.router[records.subscriber == line].tolist())) > 1 for line in range(50)
        )

    assert lines_on_two_routers(symmetric) == 0
    assert lines_on_two_routers(crooked) > 20


@pytest.mark.parametrize("interval", [10, 100, 1000])
def test_sampling_is_unbiased(interval):
    records = seen(conversations(duration_ms=5000, out_packets=400, in_packets=900, count=3000))
    drawn = sampled(np.random.default_rng(3), records, interval)
    packets, octets = int(records.packets.sum()), int(records.octets.sum())
    # The sum of binomials has deviation sqrt(packets * p * (1 - p)); five of them are allowed.
    spread = 5 / np.sqrt(packets / interval)
    assert drawn.packets.sum() * interval == pytest.approx(packets, rel=spread)
    assert drawn.octets.sum() * interval == pytest.approx(octets, rel=1.5 * spread)


def test_sampled_records_stay_within_what_was_there():
    records = seen(conversations(duration_ms=60_000, out_packets=300, in_packets=300, count=500))
    drawn = sampled(np.random.default_rng(4), records, 100)
    assert (drawn.packets > 0).all()
    assert drawn.packets.max() <= 300
    assert (drawn.first_ms >= A_DAY.start_ms).all()
    assert (drawn.last_ms <= A_DAY.start_ms + 60_000).all()
    assert (drawn.first_ms[drawn.packets == 1] == drawn.last_ms[drawn.packets == 1]).all()


def test_one_in_one_keeps_everything():
    records = seen(conversations(duration_ms=60_000, count=20))
    drawn = sampled(np.random.default_rng(5), records, 1)
    assert (drawn.packets == records.packets).all()
    assert (drawn.flags == records.flags).all()


def test_sampling_loses_most_openings_of_large_flows_and_none_of_lone_syns():
    records = seen(conversations(duration_ms=5000, out_packets=400, count=2000))
    drawn = sampled(np.random.default_rng(6), records, 100)
    assert ((drawn.flags & SYN) > 0).mean() < 0.2
    lone = replace(
        records.take(records.upstream),
        flags=np.full(2000, SYN, dtype=np.uint8),
        packets=np.full(2000, 3, dtype=np.int64),
    )
    assert (sampled(np.random.default_rng(7), lone, 2).flags == SYN).all()


def test_v5_alone_is_refused():
    with pytest.raises(ValueError, match="cannot carry IPv6"):
        Observation(routers=(Router(version=Version.V5, uptime_s=1),))


@pytest.mark.parametrize(
    "wrong", [{"sampling": 0}, {"active_timeout_s": 0}, {"inactive_timeout_s": -1}]
)
def test_timeouts_and_intervals_below_one_are_refused(wrong):
    with pytest.raises(ValueError, match="at least 1"):
        Observation(**wrong)


def test_an_interval_beyond_the_v5_header_is_refused():
    with pytest.raises(ValueError, match="up to 16383"):
        Observation(sampling=16_384)
