"""Progressing: a quarter of the own house, from the results as they stood at both its ends."""

from datetime import datetime, timedelta

from noroshi.jobs.readiness.guiding import readings_of, scored_of
from noroshi.readiness.guide.progress import Progress, Quarter, progress
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store

LAST = timedelta(microseconds=1)


def progress_of(store: Store, operator: str, quarter: Quarter, now: datetime) -> Progress:
    """The lines of a quarter; of the present one as things stand today.

    Raises:
        ConfigError: The quarter has not begun.
    """
    if quarter.before.end > now:
        raise ConfigError(f"{quarter} has not begun yet")
    at = min(quarter.end - LAST, now)
    then = quarter.before.end - LAST
    return progress(
        operator,
        quarter,
        scored_of(readings_of(store, at, past=True)),
        scored_of(readings_of(store, then, past=True)),
    )
