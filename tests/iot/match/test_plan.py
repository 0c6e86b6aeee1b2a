"""Matching: equal to a look at every session, and nobody is named wrongly."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.iot.match import SESSIONS, MatchResult, PortSet, match_sessions
from noroshi.iot.match.session_file import FOREVER
from noroshi.iot.report import Exposure
from noroshi.spine.engine import DuckEngine

BASE = datetime(2026, 3, 1, tzinfo=UTC)
MS = int(BASE.timestamp() * 1000)


@pytest.fixture(scope="module")
def engine():
    with DuckEngine(memory_limit="300MB", threads=1) as duck:
        yield duck


def session(address, start_s, end_s, subscriber, ports=None):
    ports = ports or PortSet()
    return {
        "hi": 0, "lo": 0xFFFF << 32 | int(ip_address(address)), "start": MS + start_s * 1000,
        "end": FOREVER if end_s is None else MS + end_s * 1000, "subscriber": subscriber,
        "port_first": ports.first, "port_last": ports.last, "psid_offset": ports.offset,
        "psid_length": ports.length, "psid": ports.psid,
    }  # fmt: skip


def exposure(address, at_s, port=80):
    return Exposure(id=1, address=address, port=port, time=BASE + timedelta(seconds=at_s))


def asked(engine, tmp_path, exposures, sessions, skew_s=5):
    batch = pa.RecordBatch.from_pylist(sessions, SESSIONS)
    return match_sessions(engine, exposures, [batch], skew_ms=skew_s * 1000, folder=tmp_path)


def test_the_moment_decides_and_its_neighbours_make_it_ambiguous(engine, tmp_path):
    sessions = [session("192.0.2.1", 0, 100, "one"), session("192.0.2.1", 100, 200, "two")]
    answers = asked(
        engine,
        tmp_path,
        [exposure("192.0.2.1", at) for at in (50, 97, 100, 150, 202, 300)],
        sessions,
    )
    assert [(one.result.value, one.subscriber) for one in answers] == [
        ("matched", "one"), ("ambiguous", None), ("ambiguous", None), ("matched", "two"), ("ambiguous", None), ("none", None),
    ]  # fmt: skip


def test_a_session_renewed_by_the_same_line_is_no_doubt(engine, tmp_path):
    sessions = [session("192.0.2.1", 0, 100, "one"), session("192.0.2.1", 100, None, "one")]
    (answer,) = asked(engine, tmp_path, [exposure("192.0.2.1", 100)], sessions)
    assert answer.subscriber == "one"


def test_the_port_tells_who_shares_an_address(engine, tmp_path):
    sessions = [
        session("192.0.2.1", 0, None, f"map-{psid}", PortSet(offset=4, length=8, psid=psid))
        for psid in range(256)
    ] + [
        session("192.0.2.2", 0, None, "low", PortSet(first=1024, last=2047)),
        session("192.0.2.2", 0, None, "high", PortSet(first=2048, last=3071)),
    ]
    port = 4096 | 52 << 4 | 3
    asked_of = [
        exposure("192.0.2.1", 9, port),
        exposure("192.0.2.1", 9, 80),
        exposure("192.0.2.2", 9, 2048),
        exposure("192.0.2.2", 9, 80),
    ]
    answers = asked(engine, tmp_path, asked_of, sessions)
    assert [one.subscriber for one in answers] == ["map-52", None, "high", None]
    assert [one.result for one in answers[1::2]] == [MatchResult.NONE] * 2


def test_nothing_asked_is_nothing_answered(engine, tmp_path):
    assert asked(engine, tmp_path, [], []) == []


PORTS = [
    PortSet(),
    PortSet(first=1024, last=40000),
    PortSet(offset=4, length=2, psid=1),
    PortSet(offset=4, length=2, psid=2),
]
SESSION = st.tuples(
    st.integers(0, 2),
    st.integers(0, 60),
    st.none() | st.integers(0, 30),
    st.integers(0, 3),
    st.sampled_from(PORTS),
)
ASKED = st.tuples(
    st.integers(0, 2), st.integers(0, 99), st.sampled_from([80, 5000, 21000, 39000, 65000])
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    log=st.lists(SESSION, max_size=14),
    wanted=st.lists(ASKED, min_size=1, max_size=8),
    skew=st.integers(0, 6),
)
def test_every_answer_is_that_of_a_look_at_each_session(engine, tmp_path, log, wanted, skew):
    sessions = [
        session(f"192.0.2.{a}", start, None if long is None else start + long, f"line-{who}", ports)
        for a, start, long, who, ports in log
    ]
    answers = asked(
        engine,
        tmp_path,
        [exposure(f"192.0.2.{a}", at, port) for a, at, port in wanted],
        sessions,
        skew,
    )
    for (a, at, port), answer in zip(wanted, answers, strict=True):
        near, held = set(), set()
        for b, start, long, who, ports in log:
            end = np.inf if long is None else start + long
            if a == b and ports.holds(port) and start <= at + skew and at - skew < end:
                near.add(f"line-{who}")
                held |= {f"line-{who}"} if start <= at < end else set()
        assert answer.subscriber == (min(near) if len(near) == 1 and held else None)
        assert (answer.result is MatchResult.NONE) == (not near)
