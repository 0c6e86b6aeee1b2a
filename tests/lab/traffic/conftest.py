"""Ordinary behaviours, played for a day."""

import pytest

from noroshi.lab.columns import FlowBatch
from noroshi.lab.plan import A_DAY, ORDINARY
from noroshi.lab.seed import rng_of
from noroshi.lab.world import World


def play(name: str, world: World) -> FlowBatch:
    return ORDINARY[name](rng_of(1, name), world, A_DAY)


@pytest.fixture(name="play", scope="session")
def play_fixture():
    return play
