"""Seed: every behaviour draws from its own stream, so one can change while the others stay."""

import numpy as np


def rng_of(seed: int, name: str) -> np.random.Generator:
    """The random stream of a name under a seed; the same on every machine."""
    return np.random.default_rng([seed, *name.encode()])
