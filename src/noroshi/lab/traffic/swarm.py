"""Swarm: file sharing. Many peers on many ports, two thirds of whom never answer."""

from dataclasses import dataclass

import numpy as np

from noroshi.lab.clock import draw_times
from noroshi.lab.columns import I64, FlowBatch, Mask, Shape
from noroshi.lab.population import Kind
from noroshi.lab.shape import attempts, log_normal, mixed, seconds, tcp, udp
from noroshi.lab.traffic.volume import members
from noroshi.lab.world import TCP, UDP, Calls, CallsIn, World, call_in, converse, uniform
from noroshi.spine.model import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Swarm:
    """Who shares files and how much, per member and day."""

    member_share: float = 0.04
    contacts: float = 400.0
    inbound: float = 80.0
    tcp_share: float = 0.35
    unanswered_share: float = 0.65


SWARM = Swarm()


def swarm(
    rng: np.random.Generator, world: World, window: Window, parameters: Swarm = SWARM
) -> FlowBatch:
    """Contacts out and in of all members."""
    device = members(rng, world.population, parameters.member_share, Kind.COMPUTER)
    return FlowBatch.concat(
        [
            _contacts(rng, world, window, parameters, device),
            _called(rng, world, window, parameters, device),
        ]
    )


def _contacts(
    rng: np.random.Generator, world: World, window: Window, p: Swarm, device: I64
) -> FlowBatch:
    days = window.duration_s / 86400.0
    counts = rng.poisson(rng.exponential(p.contacts * days, len(device)))
    who = np.repeat(np.arange(len(device)), counts)
    peer = uniform(rng, len(who), world.ground.slots("swarm"))
    over_tcp = rng.random(len(who)) < p.tcp_share
    return converse(
        rng,
        world,
        Calls(
            start_ms=draw_times(rng, len(who), window),
            device=device[who],
            slot=peer,
            port=_peer_port(peer),
            protocol=np.where(over_tcp, TCP, UDP).astype(np.uint8),
            shape=_transfer(rng, over_tcp, p.unanswered_share),
        ),
    )


def _called(
    rng: np.random.Generator, world: World, window: Window, p: Swarm, device: I64
) -> FlowBatch:
    days = window.duration_s / 86400.0
    who = np.repeat(np.arange(len(device)), rng.poisson(p.inbound * days, len(device)))
    line = world.population.owner[device[who]]
    over_tcp = rng.random(len(who)) < p.tcp_share
    return call_in(
        rng,
        world,
        CallsIn(
            start_ms=draw_times(rng, len(who), window),
            slot=uniform(rng, len(who), world.ground.slots("swarm")),
            line=line,
            port=20000 + line * 31 % 40000,
            protocol=np.where(over_tcp, TCP, UDP).astype(np.uint8),
            shape=_transfer(rng, over_tcp, 0.2),
        ),
    )


def _peer_port(slot: I64) -> I64:
    """Each peer listens on one port of its own; a third keeps the classic one."""
    return np.where(slot % 3 == 0, 6881, 10000 + slot * 7919 % 50000)


def _transfer(rng: np.random.Generator, over_tcp: Mask, unanswered_share: float) -> Shape:
    count = len(over_tcp)
    silent = rng.random(count) < unanswered_share
    octets = np.where(rng.random(count) < 0.25, log_normal(rng, count, 3e5, 1.8, 4e8), 150.0)
    duration = seconds(np.where(octets > 150.0, log_normal(rng, count, 60.0, 1.2, 1800.0), 0.2))
    share = rng.random(count)
    up, down = octets * share + 100.0, octets * (1.0 - share) + 100.0
    opened = mixed(silent, attempts(rng, count, refused_share=0.1), tcp(rng, up, down, duration))
    sent = np.ceil(up / 1300.0).astype(np.int64) + silent
    received = np.where(silent, 0, np.ceil(down / 1300.0).astype(np.int64))
    datagrams = udp(
        np.where(silent, 110.0 * sent, up), down, sent, received, np.where(silent, 0, duration)
    )
    return mixed(over_tcp, opened, datagrams)
