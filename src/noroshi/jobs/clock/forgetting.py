"""Forgetting: records of runs that are older than the settings keep."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from noroshi.jobs.clock.schedule import TASKS
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.spine.store.runs import Runs


def forget_job(home: Home, store: Store, at: datetime) -> Mapping[str, int]:
    """Drop what is too old. Only runs of the clock's own jobs: findings point at others."""
    oldest = at - timedelta(days=home.settings.jobs.keep_days)
    gone = Runs(store.database).forget([task.name for task in TASKS], before=oldest)
    return {"forgotten": gone}
