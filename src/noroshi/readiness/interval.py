"""Interval: how sure a share is."""

import math

NORMAL_95 = 1.96


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); everything is possible where nothing was seen."""
    if not total:
        return 0.0, 1.0
    share, z2 = hits / total, NORMAL_95**2
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = math.sqrt(share * (1 - share) / total + z2 / (4 * total**2)) * NORMAL_95
    spread /= 1 + z2 / total
    low = 0.0 if not hits else max(0.0, middle - spread)
    return low, 1.0 if hits == total else min(1.0, middle + spread)
