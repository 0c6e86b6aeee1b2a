"""Curves of what is left, on the terminal and for machines."""

import math

from noroshi.spine.model.survival import Survival

BLOCKS = " ▁▂▃▄▅▆▇█"
WIDTH = 30


def line_of(curve: Survival, furthest: float) -> str:
    """The curve in one line of blocks, from time 0 to `furthest`."""
    steps = [curve.left_at(furthest * at / (WIDTH - 1)) for at in range(WIDTH)]
    return "".join(BLOCKS[round(left * (len(BLOCKS) - 1))] for left in steps)


def known(value: float) -> float | None:
    """A number for JSON, which knows no NaN; null for that."""
    return None if math.isnan(value) else value
