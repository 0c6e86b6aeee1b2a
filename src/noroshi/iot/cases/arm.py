"""Arm: how a line is told, drawn by a keyed hash before anybody is told anything.

A draw that people could steer would prove nothing, and one that forgot itself would tell a line
twice in two ways. The hash depends on the line alone, so all its devices share an arm, and a line
that comes back keeps it.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

CONTROL = "none"
"""Channel of an arm that is not told."""
URGENT = "urgent"
"""Arm of devices that cannot wait: they are always told, and stand outside the comparison."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Name and channel."""

    name: str
    channel: str


def arm_of(key: bytes, line: str, shares: Mapping[str, float], *, urgent: bool = False) -> Arm:
    """The arm of a line.

    Args:
        key: Secret of the house.
        line: Keyed hash of the line's name.
        shares: Channel -> share of the lines; together 1.
        urgent: Whether the device is exploited or infected: nobody holds that back for a trial.
    """
    told = {channel: share for channel, share in shares.items() if share > 0}
    if urgent:
        return Arm(URGENT, next((one for one in told if one != CONTROL), "letter"))
    drawn = _fraction(key, line) * sum(told.values())
    for channel, share in told.items():
        drawn -= share
        if drawn < 0:
            return Arm(channel, channel)
    last = list(told)[-1]
    return Arm(last, last)


def _fraction(key: bytes, line: str) -> float:
    made = hmac.digest(key, f"arm\n{line}".encode(), hashlib.sha256)
    return int.from_bytes(made[:7], "big") / 2**56
