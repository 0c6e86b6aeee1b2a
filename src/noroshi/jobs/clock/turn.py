"""Turn: one run of one job, and its line in the record of runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from noroshi.jobs.clock.schedule import Task
from noroshi.spine.home import Home
from noroshi.spine.model import NoroshiError
from noroshi.spine.store import Store
from noroshi.spine.store.runs import DONE, Runs

log = structlog.get_logger()

QUIET_S = 600
"""Jobs that run more often leave no record of turns in which there was nothing to do."""
MOST_OUTCOME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How it went.

    Attributes:
        job: Name of the task.
        started_at: When it began.
        ended_at: When it ended.
        outcome: `done`, or what went wrong.
        counts: What it counted.
    """

    job: str
    started_at: datetime
    ended_at: datetime
    outcome: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether it did what it should."""
        return self.outcome == DONE


def take_turn(task: Task, home: Home, store: Store, clock: Callable[[], datetime]) -> Turn:
    """Run a task now. What it raises is logged and recorded; the clock goes on.

    Raises:
        SourceError: The record cannot be written.
    """
    began = clock()
    counts: Mapping[str, int] = {}
    try:
        counts = task.work(home, store, began)
        outcome = DONE
    except NoroshiError as error:
        outcome = f"failed: {error}"
        log.warning("a job failed", job=task.name, reason=str(error))
    except Exception as error:  # the one place that knows every job
        outcome = f"failed: {type(error).__name__}: {error}"
        log.exception("a job failed unexpectedly", job=task.name)
    turn = Turn(
        job=task.name,
        started_at=began,
        ended_at=clock(),
        outcome=outcome[:MOST_OUTCOME],
        counts=counts,
    )
    if not turn.done or any(counts.values()) or task.every_s >= QUIET_S:
        Runs(store.database).note(
            turn.job,
            started_at=turn.started_at,
            ended_at=turn.ended_at,
            outcome=turn.outcome,
            counts=turn.counts,
        )
    return turn
