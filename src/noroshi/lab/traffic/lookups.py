"""Lookups: names, time, and "am I online?". Small, frequent, and to few servers."""

import numpy as np

from noroshi.lab.clock import draw_pulses, draw_times
from noroshi.lab.columns import FlowBatch
from noroshi.lab.population import Kind
from noroshi.lab.shape import constant, log_normal, mixed, seconds, tcp, udp
from noroshi.lab.traffic.volume import drawn_count, members
from noroshi.lab.world import TCP, UDP, Calls, World, converse, uniform, zipf
from noroshi.spine.model import Window


def dns(rng: np.random.Generator, world: World, window: Window, per_day: float = 38.0) -> FlowBatch:
    """Questions to a dozen resolvers; a twelfth over TLS (RFC 7858), 1 % without answer."""
    people = world.population
    count = drawn_count(rng, world, window, per_day)
    over_tls = rng.random(count) < 0.08
    answered = (rng.random(count) > 0.01).astype(np.int64)
    questions = 1 + (rng.random(count) < 0.3)
    rtt = seconds(log_normal(rng, count, 0.012, 0.9, 4.0))
    plain = udp(
        questions * rng.uniform(28.0, 60.0, count),
        questions * log_normal(rng, count, 110.0, 0.5, 1200.0),
        questions,
        questions * answered,
        rtt,
    )
    secure = tcp(
        rng,
        log_normal(rng, count, 900.0, 0.4),
        log_normal(rng, count, 4200.0, 0.3),
        seconds(log_normal(rng, count, 5.0, 0.8, 60.0)),
    )
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window),
            device=people.pick(rng, count, np.arange(len(people.kind))),
            slot=zipf(rng, count, world.ground.slots("resolvers"), 1.3),
            port=np.where(over_tls, 853, 53),
            protocol=np.where(over_tls, TCP, UDP).astype(np.uint8),
            shape=mixed(over_tls, secure, plain),
        ),
    )


def ntp(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Clocks that ask one fixed server every 17 minutes to 9 hours: perfect beacons, all benign."""
    people = world.population
    device = members(rng, people, 0.5, Kind.COMPUTER, Kind.TELEVISION, Kind.GADGET, Kind.CAMERA)
    server = zipf(rng, len(device), world.ground.slots("ntp"), 0.8)
    period = rng.choice(
        np.array([1024.0, 3600.0, 7200.0, 14400.0, 32768.0]),
        len(device),
        p=[0.1, 0.2, 0.2, 0.2, 0.3],
    )
    who, when = draw_pulses(rng, window, period, 0.03)
    on = people.is_awake(device[who], when)
    who, when = who[on], when[on]
    one = constant(len(who), 1)
    answered = (rng.random(len(who)) > 0.03).astype(np.int64)
    packet = np.full(len(who), 48.0)
    rtt = seconds(log_normal(rng, len(who), 0.02, 0.7, 2.0))
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=server[who],
            port=123,
            protocol=UDP,
            shape=udp(packet, packet, one, answered, rtt),
        ),
    )


def checks(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Connectivity checks: the same tiny HTTP exchange again and again, from every screen."""
    people = world.population
    device = members(rng, people, 0.5, Kind.PHONE, Kind.COMPUTER, Kind.TELEVISION)
    home = uniform(rng, len(device), world.ground.slots("checks"))
    who, when = draw_pulses(rng, window, rng.uniform(3600.0, 18000.0, len(device)), 0.5)
    on = people.is_awake(device[who], when)
    who, when = who[on], when[on]
    count = len(who)
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=home[who],
            port=80,
            protocol=TCP,
            shape=tcp(
                rng,
                np.full(count, 210.0),
                np.full(count, 148.0),
                seconds(log_normal(rng, count, 0.12, 0.6, 5.0)),
            ),
        ),
    )
