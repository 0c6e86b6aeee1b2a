"""Browsing: pages, films and one service that becomes popular during the day."""

from dataclasses import dataclass

import numpy as np

from noroshi.lab.clock import draw_times
from noroshi.lab.columns import F64, I64, FlowBatch, Mask, Shape
from noroshi.lab.population import Kind
from noroshi.lab.shape import log_normal, mixed, seconds, tcp, udp, with_failures
from noroshi.lab.traffic.volume import drawn_count, repeated
from noroshi.lab.world import TCP, UDP, Calls, World, begun_inside, converse, uniform, zipf
from noroshi.spine.model import Window

SCREENS = (Kind.PHONE, Kind.COMPUTER, Kind.TELEVISION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsing:
    """Visits per line and day, conversations per visit, and how they travel."""

    visits: float = 5.5
    conversations: float = 9.0
    third_party_share: float = 0.45
    quic_share: float = 0.3
    plain_share: float = 0.06
    held_share: float = 0.45
    """Connections that the browser keeps open for a minute or more after the page came."""
    failure_share: float = 0.02


BROWSING = Browsing()


def web(
    rng: np.random.Generator, world: World, window: Window, parameters: Browsing = BROWSING
) -> FlowBatch:
    """Bursts of conversations with a site and with the third parties that its pages name."""
    p, people = parameters, world.population
    visits = drawn_count(rng, world, window, p.visits)
    device = people.pick(rng, visits, people.of_kind(Kind.PHONE, Kind.COMPUTER))
    site = zipf(rng, visits, world.ground.slots("web"), 0.95)
    start = draw_times(rng, visits, window)
    parent, delay = repeated(rng, rng.geometric(1.0 / p.conversations, visits), 20_000.0)
    count = len(parent)
    third = zipf(rng, count, world.ground.slots("cdn"), 0.9)
    outside = rng.random(count) < p.third_party_share
    quic = outside & (rng.random(count) < p.quic_share / p.third_party_share)
    plain = ~quic & (rng.random(count) < p.plain_share)
    batch = converse(
        rng,
        world,
        Calls(
            start_ms=start[parent] + delay,
            device=device[parent],
            slot=np.where(outside, third, site[parent]),
            port=np.where(plain, 80, 443),
            protocol=np.where(quic, UDP, TCP).astype(np.uint8),
            shape=_page(rng, quic, p),
        ),
    )
    return begun_inside(window, batch)


def _page(rng: np.random.Generator, quic: Mask, p: Browsing) -> Shape:
    count = len(quic)
    up = log_normal(rng, count, 1200.0, 1.0, 2e6) + 300.0
    down = log_normal(rng, count, 4500.0, 1.8, 3e8) + 200.0
    brief = seconds(log_normal(rng, count, 1.5, 1.5, 240.0))
    held = rng.random(count) < p.held_share
    duration = np.where(held, seconds(log_normal(rng, count, 75.0, 1.1, 1500.0)), brief)
    # A held connection lives on pings, so routers see it in pieces.
    turns = np.where(held, 2 + duration // 90_000, 1)
    over_tcp = tcp(rng, up, down, duration, exchanges=turns)
    return mixed(quic, _quic(up, down, brief), with_failures(rng, over_tcp, p.failure_share))


def _quic(up: F64, down: F64, duration: I64) -> Shape:
    received = np.ceil(down / 1250.0).astype(np.int64) + 3
    sent = np.ceil(up / 1250.0).astype(np.int64) + received // 3 + 3
    return udp(up + 1200.0, down + 2400.0, sent, received, duration)


def video(
    rng: np.random.Generator, world: World, window: Window, per_day: float = 5.0
) -> FlowBatch:
    """Long transfers from a few content networks, a third of them over QUIC."""
    people = world.population
    count = drawn_count(rng, world, window, per_day)
    quic = rng.random(count) < 0.35
    down = log_normal(rng, count, 2.5e7, 1.4, 2.5e9)
    up = down * 0.004 + 2000.0
    duration = seconds(log_normal(rng, count, 240.0, 1.2, 7200.0))
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window),
            device=people.pick(rng, count, people.of_kind(*SCREENS)),
            slot=zipf(rng, count, world.ground.slots("cdn")[:400], 0.8),
            port=443,
            protocol=np.where(quic, UDP, TCP).astype(np.uint8),
            shape=mixed(quic, _quic(up, down, duration), tcp(rng, up, down, duration)),
        ),
    )


def trend(
    rng: np.random.Generator, world: World, window: Window, per_day: float = 1.2
) -> FlowBatch:
    """A new service that grows thirtyfold within the day: growth alone is no symptom."""
    people = world.population
    count = drawn_count(rng, world, window, per_day)
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window, growth=30.0),
            device=people.pick(rng, count, people.of_kind(Kind.PHONE)),
            slot=uniform(rng, count, world.ground.slots("trend")),
            port=443,
            protocol=TCP,
            shape=tcp(
                rng,
                log_normal(rng, count, 2500.0, 0.8),
                log_normal(rng, count, 4e4, 1.2, 5e7),
                seconds(log_normal(rng, count, 20.0, 1.2, 600.0)),
            ),
        ),
    )
