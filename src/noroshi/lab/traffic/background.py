"""Background: what devices do without anybody touching them. The hard negatives live here."""

import numpy as np

from noroshi.lab.clock import FLAT, draw_pulses, draw_times
from noroshi.lab.columns import FlowBatch
from noroshi.lab.population import Kind
from noroshi.lab.shape import attempts, log_normal, mixed, seconds, tcp, udp, with_failures
from noroshi.lab.traffic.volume import drawn_count, members, with_night_before
from noroshi.lab.world import TCP, UDP, Calls, World, converse, uniform, zipf
from noroshi.spine.model import Window

PUSH_PORTS = (5223, 5228, 443)
"""Notification services of the two large phone systems, and all the others."""

POLLER_DEVICES = 200
"""Devices per rare vendor: a hundred such vendors in a day of three million records, the density that
measurements of flow analyses assume for benign pollers (600 in 22 million records)."""


def push(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """One session per phone for hours, with a keepalive every 8 to 30 minutes."""
    people = world.population
    device = members(rng, people, 0.4, Kind.PHONE)
    slots = world.ground.slots("push").reshape(4, -1)
    family = rng.integers(0, 3, len(device))
    who, when = draw_pulses(
        rng, with_night_before(window), log_normal(rng, len(device), 36000.0, 0.5, 86400.0), 0.8
    )
    count = len(who)
    duration_s = np.minimum(
        log_normal(rng, count, 14000.0, 0.9, 80000.0), (window.end_ms - when) / 1000.0
    )
    keepalive_s = np.array([1080.0, 1680.0, 600.0])[family[who]] * rng.uniform(0.8, 1.1, count)
    turns = np.maximum(duration_s / keepalive_s, 1.0).astype(np.int64)
    shape = tcp(
        rng,
        turns * 60.0 + log_normal(rng, count, 1800.0, 0.5),
        turns * 90.0 + log_normal(rng, count, 5500.0, 0.9),
        seconds(duration_s),
        exchanges=turns,
    )
    # A phone keeps to one server while the session lives, then meets another of the pool.
    pick = rng.integers(0, slots.shape[1], count)
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=slots[family[who], pick],
            port=np.array(PUSH_PORTS)[family[who]],
            protocol=TCP,
            shape=shape,
        ),
    )


def updates(
    rng: np.random.Generator, world: World, window: Window, per_day: float = 5.0
) -> FlowBatch:
    """Update checks: every few hours a small question, now and then a large answer."""
    people = world.population
    count = drawn_count(rng, world, window, per_day)
    large = rng.random(count) < 0.06
    down = np.where(
        large, log_normal(rng, count, 4e7, 1.0, 1e9), log_normal(rng, count, 3200.0, 0.5)
    )
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window, curve=FLAT),
            device=people.pick(rng, count, np.arange(len(people.kind))),
            slot=zipf(rng, count, world.ground.slots("updates"), 0.9),
            port=np.where(rng.random(count) < 0.15, 80, 443),
            protocol=TCP,
            shape=tcp(
                rng,
                down * 0.005 + log_normal(rng, count, 1100.0, 0.4),
                down,
                seconds(np.where(large, 90.0, 1.5) * rng.lognormal(0.0, 0.8, count)),
            ),
        ),
    )


def telemetry(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Programs that report home by the clock: periodic, same sizes, many clients, few servers."""
    people = world.population
    device = members(rng, people, 0.25, Kind.PHONE, Kind.COMPUTER, Kind.TELEVISION, Kind.CONSOLE)
    vendor = zipf(rng, len(device), np.arange(80), 1.0)
    periods = rng.choice(
        np.array([900.0, 1800.0, 3600.0, 7200.0, 14400.0]), 80, p=[0.05, 0.1, 0.2, 0.3, 0.35]
    )
    size = log_normal(rng, 80, 1800.0, 0.8)
    pool = world.ground.slots("telemetry").reshape(80, -1)
    who, when = draw_pulses(rng, window, periods[vendor], 0.1)
    on = people.is_awake(device[who], when)
    who, when = who[on], when[on]
    count = len(who)
    mine = vendor[who]
    shape = tcp(
        rng,
        size[mine] * rng.uniform(0.9, 1.3, count),
        np.full(count, 700.0) + rng.exponential(200.0, count),
        seconds(log_normal(rng, count, 0.6, 0.7, 30.0)),
    )
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=pool[mine, rng.integers(0, pool.shape[1], count)],
            port=443,
            protocol=TCP,
            shape=with_failures(rng, shape, 0.01),
        ),
    )


def clouds(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Smart devices: sessions with a broker for hours (MQTT over TLS, 8883) or polling."""
    people = world.population
    device = members(rng, people, 0.55, Kind.GADGET, Kind.CAMERA)
    brand = zipf(rng, len(device), np.arange(60), 1.0)
    pool = world.ground.slots("clouds").reshape(60, -1)
    port = rng.choice(np.array([8883, 443, 8883, 1883]), 60)
    who, when = draw_pulses(
        rng, with_night_before(window), log_normal(rng, len(device), 21600.0, 0.8, 86400.0), 0.7
    )
    count = len(who)
    duration_s = np.minimum(
        log_normal(rng, count, 14000.0, 1.0, 86000.0), (window.end_ms - when) / 1000.0
    )
    turns = np.maximum(duration_s / rng.uniform(1200.0, 3600.0, count), 1.0).astype(np.int64)
    shape = tcp(
        rng,
        turns * 42.0 + 1500.0,
        turns * 42.0 + 4300.0,
        seconds(duration_s),
        exchanges=turns,
    )
    mine = brand[who]
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=pool[mine, device[who] % pool.shape[1]],
            port=port[mine],
            protocol=TCP,
            shape=shape,
        ),
    )


def pollers(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Rare benign pollers: 1 to 6 homes of one odd vendor whose device calls by the clock.

    By timing alone nothing tells them from a beacon. A tenth of the vendors have closed down, and
    their devices knock at a server that never answers.
    """
    people = world.population
    vendors = max(1, people.size // POLLER_DEVICES)
    sizes = np.minimum(rng.geometric(0.4, vendors), 6)
    vendor = np.repeat(np.arange(vendors), sizes)
    device = uniform(
        rng, len(vendor), people.of_kind(Kind.GADGET, Kind.TELEVISION, Kind.COMPUTER, Kind.PHONE)
    )
    slots = world.ground.slots("pollers")
    period = np.exp(rng.uniform(np.log(60.0), np.log(7200.0), vendors))
    jitter = rng.choice(np.array([0.01, 0.05, 0.2]), vendors)
    port = rng.choice(np.array([443, 443, 80, 8080, 8443, 1883, 6000, 9999, 32100]), vendors)
    over_udp = (port > 9000) & (rng.random(vendors) < 0.7)
    up, down = log_normal(rng, vendors, 500.0, 0.9, 9e3), log_normal(rng, vendors, 420.0, 0.9, 9e3)
    who, when = draw_pulses(rng, window, period[vendor], jitter[vendor])
    mine, count = vendor[who], len(who)
    wobble = rng.uniform(0.97, 1.03, count)
    duration = seconds(log_normal(rng, count, 0.4, 0.5, 20.0))
    two = np.full(count, 2, dtype=np.int64)
    closed_down = rng.random(vendors) < 0.1
    answered = mixed(
        over_udp[mine],
        udp(up[mine] * wobble, down[mine] * wobble, two, two, duration),
        tcp(rng, up[mine] * wobble, down[mine] * wobble, duration),
    )
    knocks = attempts(rng, count, refused_share=0.3)
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=slots[mine % len(slots)],
            port=port[mine],
            protocol=np.where((over_udp & ~closed_down)[mine], UDP, TCP).astype(np.uint8),
            shape=mixed(closed_down[mine], knocks, answered),
        ),
    )
