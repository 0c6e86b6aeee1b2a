"""Herd: the bots of one botnet, and what it leaves behind."""

from dataclasses import dataclass

import numpy as np

from noroshi.lab.columns import I64, FlowBatch
from noroshi.lab.population import Kind
from noroshi.lab.truth import Controller, controllers_of
from noroshi.lab.world import World

SLOTS_PER_HERD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Herd:
    """One botnet to be.

    Attributes:
        family: Made name.
        kind: How it is commanded; a key of `plan.BOTNETS`.
        number: Place in the plan; gives it its own servers.
        bots: Wanted number of infected lines.
    """

    family: str
    kind: str
    number: int
    bots: int

    def servers(self, world: World) -> I64:
        """Slots that only this botnet uses."""
        first = self.number * SLOTS_PER_HERD
        return world.ground.slots("botnets")[first : first + SLOTS_PER_HERD]


@dataclass(frozen=True, slots=True, kw_only=True)
class Infection:
    """Traffic of one botnet, its lines and its servers."""

    batch: FlowBatch
    lines: tuple[int, ...]
    controllers: tuple[Controller, ...]


def choose_bots(rng: np.random.Generator, world: World, herd: Herd, *kinds: Kind) -> I64:
    """Infected devices, each on another line; fewer where there are not enough."""
    people = world.population
    shuffled = rng.permutation(people.of_kind(*kinds))
    _, first = np.unique(people.owner[shuffled], return_index=True)
    return shuffled[np.sort(first)[: herd.bots]]


def infection(
    world: World, herd: Herd, bots: I64, control: FlowBatch, *symptoms: FlowBatch
) -> Infection:
    """Join control traffic and symptoms; whoever is called by control traffic is a controller."""
    return Infection(
        batch=FlowBatch.concat([control, *symptoms]),
        lines=tuple(sorted(world.population.owner[bots].tolist())),
        controllers=controllers_of(control, herd.kind, herd.family),
    )
