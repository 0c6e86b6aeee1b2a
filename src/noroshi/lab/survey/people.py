"""People: who mends a device when, by how they were told. Made, and said to be so.

The shares are of the size that trials found (docs/explanation/survey-lab.md names them); they are
what the curves of the lab must find again, and no forecast for anybody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from noroshi.lab.seed import rng_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How an arm responds.

    Attributes:
        share: Of the devices that are ever mended.
        mean_days: Mean of the exponential time to mending, of those.
    """

    share: float
    mean_days: float


RESPONSES = {
    "letter": Response(share=0.75, mean_days=12.0),
    "mail": Response(share=0.55, mean_days=16.0),
    "none": Response(share=0.35, mean_days=30.0),
}
"""Arm -> how it responds. An arm that is not named responds like a letter."""


def mends_at(seed: int, number: int, arm: str, began: datetime) -> datetime | None:
    """When a device is mended; null for never. The same device under another arm differs.

    Args:
        seed: Of the world.
        number: Of the device.
        arm: In which it was drawn.
        began: The notice, or in a control arm the draw.
    """
    response = RESPONSES.get(arm, RESPONSES["letter"])
    random = rng_of(seed, f"people {number} {arm}")
    if random.random() >= response.share:
        return None
    return began + timedelta(days=float(random.exponential(response.mean_days)))


def mended_by(arm: str, days: float) -> float:
    """Share of an arm's devices that are mended after so many days, in truth."""
    response = RESPONSES.get(arm, RESPONSES["letter"])
    return response.share * (1 - exp(-days / response.mean_days))
