"""Botnets made small, and the control traffic among what they do."""

import numpy as np
import pytest

from noroshi.lab.botnets.herd import Herd, Infection
from noroshi.lab.columns import FlowBatch
from noroshi.lab.plan import A_DAY, BOTNETS, HERDS
from noroshi.lab.seed import rng_of
from noroshi.lab.world import World
from noroshi.spine.model import address_text

NUMBER = {kind: number for number, (_, kind, _, _) in enumerate(HERDS)}


def infect(kind: str, world: World, *, seed: int = 1, bots: int = 12) -> Infection:
    herd = Herd(family="test", kind=kind, number=NUMBER[kind], bots=bots)
    return BOTNETS[kind](rng_of(seed, kind), world, A_DAY, herd)


def control_of(infection: Infection) -> FlowBatch:
    addresses = {c.endpoint.address for c in infection.controllers}
    called = {
        key
        for key in zip(
            infection.batch.server.hi.tolist(), infection.batch.server.lo.tolist(), strict=True
        )
        if address_text(*key) in addresses
    }
    hi = np.array([key[0] for key in called])
    lo = np.array([key[1] for key in called])
    match = (infection.batch.server.lo[:, None] == lo) & (infection.batch.server.hi[:, None] == hi)
    return infection.batch.take(match.any(axis=1))


@pytest.fixture(name="infect", scope="session")
def infect_fixture():
    return infect


@pytest.fixture(name="control_of", scope="session")
def control_of_fixture():
    return control_of
