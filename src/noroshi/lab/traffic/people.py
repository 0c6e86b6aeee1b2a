"""People: programs that somebody uses on purpose: mail, calls, games, tunnels, remote shells."""

import numpy as np

from noroshi.lab.clock import draw_pulses, draw_times
from noroshi.lab.columns import F64, I64, FlowBatch, Shape
from noroshi.lab.population import Kind
from noroshi.lab.shape import log_normal, seconds, tcp, udp, with_failures
from noroshi.lab.traffic.volume import drawn_count, members, with_night_before
from noroshi.lab.world import TCP, UDP, Calls, World, converse, uniform, zipf
from noroshi.spine.model import Window


def mail(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Mail programs that look every 15 to 30 minutes (993, 995), and send a little (587)."""
    people = world.population
    device = members(rng, people, 0.35, Kind.COMPUTER)
    home = zipf(rng, len(device), world.ground.slots("mail"), 1.0)
    port = rng.choice(np.array([993, 993, 995]), len(device))
    period = rng.choice(np.array([900.0, 1800.0, 1800.0]), len(device))
    who, when = draw_pulses(rng, window, period, 0.05)
    on = people.is_awake(device[who], when)
    who, when = who[on], when[on]
    count = len(who)
    sends = rng.random(count) < 0.03
    down = np.where(sends, 900.0, log_normal(rng, count, 4500.0, 1.0, 2e7))
    up = np.where(sends, log_normal(rng, count, 2e4, 1.5, 2e7), 1300.0)
    shape = tcp(rng, up, down, seconds(log_normal(rng, count, 1.2, 0.8, 120.0)))
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=home[who],
            port=np.where(sends, 587, port[who]),
            protocol=TCP,
            shape=with_failures(rng, shape, 0.01),
        ),
    )


def games(
    rng: np.random.Generator, world: World, window: Window, per_day: float = 0.8
) -> FlowBatch:
    """Matches over UDP: long, dense, small packets both ways, on high ports."""
    people = world.population
    count = drawn_count(rng, world, window, per_day)
    slots = world.ground.slots("games")
    slot = zipf(rng, count, slots, 0.7)
    duration_s = log_normal(rng, count, 900.0, 0.7, 7200.0)
    shape = _stream(rng, duration_s, rate=rng.uniform(15.0, 40.0, count), size=90.0)
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window),
            device=people.pick(rng, count, people.of_kind(Kind.CONSOLE, Kind.COMPUTER, Kind.PHONE)),
            slot=slot,
            port=27000 + slot % 60,
            protocol=UDP,
            shape=shape,
        ),
    )


def voice(
    rng: np.random.Generator, world: World, window: Window, per_day: float = 0.6
) -> FlowBatch:
    """Calls: 50 packets a second each way over UDP, for minutes."""
    people = world.population
    count = drawn_count(rng, world, window, per_day)
    duration_s = log_normal(rng, count, 300.0, 1.0, 5400.0)
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, count, window),
            device=people.pick(rng, count, people.of_kind(Kind.PHONE, Kind.COMPUTER)),
            slot=uniform(rng, count, world.ground.slots("voice")),
            port=rng.choice(np.array([3478, 3479, 19302, 19305, 50010]), count),
            protocol=UDP,
            shape=_stream(rng, duration_s, rate=np.full(count, 50.0), size=140.0),
        ),
    )


def _stream(rng: np.random.Generator, duration_s: F64, *, rate: F64, size: float) -> Shape:
    sent: I64 = np.maximum(duration_s * rate, 1.0).astype(np.int64)
    received: I64 = np.maximum(sent * rng.uniform(0.8, 1.2, len(sent)), 1.0).astype(np.int64)
    return udp(sent * size, received * size * 1.4, sent, received, seconds(duration_s))


def vpn(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Tunnels to the office or a provider: UDP 4500, 1194 or 51820 with keepalives, for hours."""
    people = world.population
    device = members(rng, people, 0.06, Kind.COMPUTER, Kind.PHONE)
    slot = uniform(rng, len(device), world.ground.slots("vpn"))
    port = rng.choice(np.array([4500, 1194, 51820]), len(device))
    start = draw_times(rng, len(device), window)
    room_s = (window.end_ms - start) / 1000.0
    duration_s = np.minimum(log_normal(rng, len(device), 12000.0, 0.9, 60000.0), room_s)
    octets = log_normal(rng, len(device), 2e7, 1.8, 2e9)
    keepalives = duration_s / 25.0
    sent = (octets / 4000.0 + keepalives + 4.0).astype(np.int64)
    received = (octets / 1100.0 + keepalives + 4.0).astype(np.int64)
    return converse(
        rng,
        world,
        Calls(
            start_ms=start,
            device=device,
            slot=slot,
            port=port,
            protocol=UDP,
            shape=udp(sent * 160.0, octets + received * 60.0, sent, received, seconds(duration_s)),
        ),
    )


def ssh(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """The few who look after servers: interactive sessions and scripted ones by the clock."""
    people = world.population
    device = members(rng, people, 0.02, Kind.COMPUTER)
    slot = uniform(rng, len(device), world.ground.slots("ssh"))
    scripted = rng.random(len(device)) < 0.3
    period = np.where(scripted, 3600.0, log_normal(rng, len(device), 9000.0, 0.8, 80000.0))
    who, when = draw_pulses(rng, window, period, np.where(scripted, 0.01, 0.9))
    long_s = log_normal(rng, len(who), 900.0, 1.4, 20000.0)
    duration_s = np.where(scripted[who], rng.uniform(1.5, 4.0, len(who)), long_s)
    up = 3000.0 + duration_s * rng.exponential(12.0, len(who))
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=slot[who],
            port=22,
            protocol=TCP,
            shape=tcp(rng, up, up * 3.0 + 2500.0, seconds(duration_s)),
        ),
    )


def chat(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Chat, trading and remote-support programs: long thin sessions of few people on odd ports.

    They share everything with the control session of a botnet but its bots' other deeds.
    """
    people = world.population
    device = members(rng, people, 0.005, Kind.COMPUTER, Kind.PHONE)
    pool = world.ground.slots("chat")
    home = zipf(rng, len(device), pool, 0.8)
    port = np.where(home % 3 == 0, np.array([6667, 6697, 5222])[home % 7 % 3], 1024 + home % 30000)
    who, when = draw_pulses(
        rng, with_night_before(window), log_normal(rng, len(device), 20000.0, 0.6, 80000.0), 0.8
    )
    on = people.is_awake(device[who], when)
    who, when = who[on], when[on]
    count = len(who)
    room_s = (window.end_ms - when) / 1000.0
    duration_s = np.minimum(log_normal(rng, count, 7000.0, 0.9, 50000.0), room_s)
    turns = np.maximum(duration_s / rng.uniform(60.0, 300.0, count), 1.0).astype(np.int64)
    shape = tcp(
        rng,
        turns * 20.0 + log_normal(rng, count, 1500.0, 1.0, 1e6),
        turns * 30.0 + log_normal(rng, count, 6000.0, 1.2, 1e7),
        seconds(duration_s),
        exchanges=turns,
    )
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=home[who],
            port=port[who],
            protocol=TCP,
            shape=shape,
        ),
    )


def anonymity(rng: np.random.Generator, world: World, window: Window) -> FlowBatch:
    """Users of an anonymity network: two or three guards each, TLS on 9001 or 443, for hours."""
    people = world.population
    device = members(rng, people, 0.006, Kind.COMPUTER, Kind.PHONE)
    guards = uniform(rng, len(device) * 3, world.ground.slots("anonymity")).reshape(-1, 3)
    who, when = draw_pulses(rng, window, log_normal(rng, len(device), 7200.0, 0.5, 40000.0), 0.8)
    slot = guards[who, rng.integers(0, 3, len(who))] if len(who) else who
    room_s = (window.end_ms - when) / 1000.0
    duration_s = np.minimum(log_normal(rng, len(who), 3600.0, 0.8, 30000.0), room_s)
    # Links are padded every few seconds in both directions (Tor's padding-spec, section 2).
    cells = duration_s / 7.0
    octets = cells * 514.0 + log_normal(rng, len(who), 3e6, 1.5, 1e9)
    return converse(
        rng,
        world,
        Calls(
            start_ms=when,
            device=device[who],
            slot=slot,
            port=np.where(slot % 10 < 6, 9001, 443),
            protocol=TCP,
            shape=tcp(rng, octets * 0.15, octets, seconds(duration_s)),
        ),
    )
