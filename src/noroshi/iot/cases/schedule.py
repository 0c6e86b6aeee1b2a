"""Schedule: on which days after its notice a device is looked at again."""

from collections.abc import Sequence
from datetime import datetime, timedelta


def next_look(began: datetime, looks: int, days: Sequence[int]) -> datetime | None:
    """When the next look is due; null after the last.

    Args:
        began: The notice, or in a control arm the draw.
        looks: How many are over.
        days: Days of the schedule, ascending.
    """
    return began + timedelta(days=days[looks]) if looks < len(days) else None
