"""Plan: which behaviours make up a day, and the day itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from noroshi.lab.botnets.beacon import beacon
from noroshi.lab.botnets.dnslike import dnslike
from noroshi.lab.botnets.gates import gates
from noroshi.lab.botnets.herd import Herd, Infection
from noroshi.lab.botnets.irc import irc
from noroshi.lab.botnets.remote import remote
from noroshi.lab.botnets.things import things
from noroshi.lab.columns import FlowBatch
from noroshi.lab.observe import OBSERVATION, Observation, Records, observe
from noroshi.lab.seed import rng_of
from noroshi.lab.traffic import background, browsing, lookups, outside, people, swarm
from noroshi.lab.truth import Truth, truth_of
from noroshi.lab.world import World, make_world
from noroshi.spine.model import Window

Behaviour = Callable[[np.random.Generator, World, Window], FlowBatch]
Control = Callable[[np.random.Generator, World, Window, Herd], Infection]

ORDINARY: Mapping[str, Behaviour] = {
    "web": browsing.web,
    "video": browsing.video,
    "trend": browsing.trend,
    "dns": lookups.dns,
    "ntp": lookups.ntp,
    "checks": lookups.checks,
    "push": background.push,
    "updates": background.updates,
    "telemetry": background.telemetry,
    "clouds": background.clouds,
    "pollers": background.pollers,
    "mail": people.mail,
    "games": people.games,
    "voice": people.voice,
    "vpn": people.vpn,
    "ssh": people.ssh,
    "chat": people.chat,
    "anonymity": people.anonymity,
    "swarm": swarm.swarm,
    "noise": outside.noise,
    "research": outside.research,
}
"""Ordinary behaviours by name; the name also seeds each."""

BOTNETS: Mapping[str, Control] = {
    "c2-irc": irc,
    "c2-http-beacon": beacon,
    "c2-dns": dnslike,
    "c2-custom-tcp": remote,
    "c2-iot": things,
    "c2-p2p-gate": gates,
}
"""Ways of control by name."""

HERDS: tuple[tuple[str, str, int, int], ...] = (
    ("kusari", "c2-irc", 4, 30),
    ("hotaru", "c2-http-beacon", 1, 40),
    ("tsukikage", "c2-http-beacon", 2, 12),
    ("yamabiko", "c2-http-beacon", 1, 6),
    ("mogura", "c2-dns", 2, 12),
    ("ayatsuri", "c2-custom-tcp", 2, 8),
    ("kagemusha", "c2-custom-tcp", 1, 3),
    ("inago", "c2-iot", 8, 40),
    ("iwashi", "c2-iot", 4, 16),
    ("susuki", "c2-p2p-gate", 6, 30),
)
"""Made family, way of control, fewest and most bots; the size is drawn log-uniformly between."""

A_DAY = Window(datetime(2026, 3, 31, 15, tzinfo=UTC), datetime(2026, 4, 1, 15, tzinfo=UTC))
"""The default day: 1 April 2026 in Japan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to make. The same plan always gives the same octets."""

    seed: int = 1
    subscribers: int = 4000
    window: Window = A_DAY
    observation: Observation = OBSERVATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A made day: its world, all conversations by behaviour, and the truth."""

    plan: Plan
    world: World
    conversations: Mapping[str, FlowBatch]
    truth: Truth

    def all(self) -> FlowBatch:
        """Conversations of every behaviour together."""
        return FlowBatch.concat(list(self.conversations.values()))

    def records(self) -> Records:
        """What the routers export, in order of export.

        Sessions may begin before the window or end after it; records that begin outside it are left
        out.
        """
        rng = rng_of(self.plan.seed, "observation")
        seen = observe(rng, self.all(), self.world.population, self.plan.observation)
        window = self.plan.window
        return seen.take((seen.first_ms >= window.start_ms) & (seen.first_ms < window.end_ms))


def draw_herds(rng: np.random.Generator, subscribers: int) -> tuple[Herd, ...]:
    """The botnets of a day; none larger than a fortieth of the lines."""
    most = max(1, subscribers // 40)
    return tuple(
        Herd(
            family=family,
            kind=kind,
            number=number,
            bots=min(most, int(np.exp(rng.uniform(np.log(low), np.log(high + 1))))),
        )
        for number, (family, kind, low, high) in enumerate(HERDS)
    )


def make_day(plan: Plan) -> Day:
    """Play every behaviour of a plan."""
    world = make_world(plan.seed, plan.subscribers)
    herds = draw_herds(rng_of(plan.seed, "herds"), plan.subscribers)
    infections = {
        herd.family: BOTNETS[herd.kind](rng_of(plan.seed, herd.family), world, plan.window, herd)
        for herd in herds
    }
    ordinary = {
        name: behave(rng_of(plan.seed, name), world, plan.window)
        for name, behave in ORDINARY.items()
    }
    return Day(
        plan=plan,
        world=world,
        conversations=ordinary | {name: found.batch for name, found in infections.items()},
        truth=truth_of([(name, i.lines, i.controllers) for name, i in infections.items()]),
    )
