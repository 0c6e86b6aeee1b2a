"""Interval: how sure a share is, counted from few."""

from math import sqrt

Z_95 = 1.959963984540054
"""Normal quantile of a two-sided 95 % interval."""


def wilson(matched: float, total: float) -> tuple[float, float]:
    """95 % score interval of a share; (0, 1) when nothing was counted.

    Source:
        E. B. Wilson, JASA 22 (1927); honest near 0 and 1, where the usual interval is not.
    """
    if total <= 0:
        return 0.0, 1.0
    share, z2 = matched / total, Z_95**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z_95 / (1 + z2 / total) * sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    return max(0.0, centre - half), min(1.0, centre + half)
