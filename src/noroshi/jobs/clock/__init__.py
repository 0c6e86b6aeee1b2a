"""Clock: what is done without being asked, when, and in which process."""

from noroshi.jobs.clock.election import Election
from noroshi.jobs.clock.schedule import TASKS, Task, every_s, task_named
from noroshi.jobs.clock.scheduler import Scheduler
from noroshi.jobs.clock.turn import Turn, take_turn

__all__ = [
    "TASKS",
    "Election",
    "Scheduler",
    "Task",
    "Turn",
    "every_s",
    "take_turn",
    "task_named",
]
