"""Schedule: every job that the clock starts, and how often.

A job is a function `(home, store, at) -> counts`, named by its place so that it is loaded when its
time comes. It is idempotent: a killed run leaves whole steps, and the next one goes on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from noroshi.spine.home import Home, Settings
from noroshi.spine.model import ConfigError, Text
from noroshi.spine.store import Store

Work = Callable[[Home, Store, datetime], Mapping[str, int]]
"""Does a job at a moment; gives what it counted. Nothing but zeros: there was nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One job.

    Attributes:
        name: For settings, records and people.
        every_s: Seconds from start to start, unless `[jobs] every_s` says otherwise.
        meaning: What it does.
        place: `module:function` of the work.
        apart: Whether it runs in a process of its own, of low priority: for work that takes minutes.
    """

    name: str
    every_s: int
    meaning: Text
    place: str
    apart: bool = False

    @property
    def work(self) -> Work:
        """What is to be done."""
        module, _, function = self.place.partition(":")
        found: Work = getattr(import_module(module), function)
        return found


TASKS: tuple[Task, ...] = (
    Task(
        name="list-publish",
        every_s=300,
        meaning=Text(
            ja="検知結果と決定から共有一覧を新しくする",
            en="Bring the shared lists up to date with findings and decisions.",
        ),
        place="noroshi.jobs.share.publishing:publish_job",
        apart=True,
    ),
    Task(
        name="notify",
        every_s=10,
        meaning=Text(
            ja="変更を Webhook とメールで知らせる", en="Tell changes by webhook and mail."
        ),
        place="noroshi.jobs.notify.notifying:notify_job",
    ),
    Task(
        name="audit-checkpoint",
        every_s=3600,
        meaning=Text(
            ja="監査記録の先頭から今までに署名する", en="Sign for all that is in the audit."
        ),
        place="noroshi.jobs.house.auditing:checkpoint_job",
    ),
    Task(
        name="lake-tidy",
        every_s=3600,
        meaning=Text(
            ja="終わった時間のフローをまとめ、日次集計を作り、古いものを消す",
            en="Merge hours that are over, summarise days, drop what is too old.",
        ),
        place="noroshi.jobs.flows.tidying:tidy_job",
        apart=True,
    ),
    Task(
        name="kpi-count",
        every_s=3600,
        meaning=Text(
            ja="今年度の指標を数える", en="Count the figures of the fiscal year that runs."
        ),
        place="noroshi.jobs.kpi.counting:count_job",
    ),
    Task(
        name="iot-resurvey",
        every_s=3600,
        meaning=Text(
            ja="知らせた機器の再調査日が来たら、署名された範囲の中で調べ直す",
            en="Look again at told devices that are due, inside a signed scope.",
        ),
        place="noroshi.jobs.iot.resurveying:resurvey_job",
        apart=True,
    ),
    Task(
        name="runs-forget",
        every_s=86_400,
        meaning=Text(
            ja="保存期間を過ぎた実行記録を消す", en="Drop records of runs that are too old."
        ),
        place="noroshi.jobs.clock.forgetting:forget_job",
    ),
)
"""In the order in which they are shown."""


def task_named(name: str, tasks: tuple[Task, ...] = TASKS) -> Task:
    """The task of that name.

    Raises:
        ConfigError: There is none.
    """
    for task in tasks:
        if task.name == name:
            return task
    raise ConfigError(f"there is no job {name!r}; there are {', '.join(t.name for t in tasks)}")


def every_s(settings: Settings, tasks: tuple[Task, ...] = TASKS) -> dict[str, int]:
    """Seconds from start to start by name of task; 0 for those that are switched off.

    Raises:
        ConfigError: The settings name a job that there is not.
    """
    told = settings.jobs.every_s
    for name in told:
        task_named(name, tasks)
    return {task.name: told.get(task.name, task.every_s) for task in tasks}
