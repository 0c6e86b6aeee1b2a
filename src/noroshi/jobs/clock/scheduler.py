"""Scheduler: starts each job when its time has come, none twice at once."""

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from subprocess import DEVNULL, Popen, TimeoutExpired

import structlog

from noroshi.jobs.clock.schedule import TASKS, Task, every_s
from noroshi.jobs.clock.turn import Turn, take_turn
from noroshi.spine.home import Home, read_settings
from noroshi.spine.model import NoroshiError
from noroshi.spine.store import Store
from noroshi.spine.store.runs import Runs

log = structlog.get_logger()

RETRY_S = 60.0
"""A job that failed is tried again after this time, where its own is longer."""
WORKERS = 4
"""Jobs at once in this process; others wait for a free one."""
NICE = 15
END_S = 5.0
"""How long a process of a job may take to end when it is asked to."""

Running = Future[Turn] | Popen[bytes]


class Scheduler:
    """Runs tasks of one home until it is closed.

    Args:
        home: Whose.
        store: Its state.
        clock: The present, in UTC.
        tasks: What is to be done.
        steady: Seconds that only grow.
    """

    def __init__(
        self,
        home: Home,
        store: Store,
        clock: Callable[[], datetime],
        *,
        tasks: Sequence[Task] = TASKS,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._home, self._store, self._clock, self._steady = home, store, clock, steady
        self._tasks = {task.name: task for task in tasks}
        self._every = every_s(home.settings, tuple(tasks))
        self._running: dict[str, Running] = {}
        self._due = {name: self._first_due(name) for name in self._tasks}
        self._pool = ThreadPoolExecutor(WORKERS, "job")

    def tick(self) -> list[str]:
        """Notice what ended, start what is due; gives the names of what was started. Call it often."""
        self._bury()
        due = [name for name in self._tasks if self._is_due(name)]
        for name in due:
            self._due[name] = self._steady() + self._every[name]
            self._running[name] = self._started(self._tasks[name])
        return due

    def reload(self) -> None:
        """Take the settings' new times; wrong settings leave those before in force."""
        try:
            home = Home(self._home.path)
            every = every_s(read_settings(home.settings_file), tuple(self._tasks.values()))
        except NoroshiError as error:
            log.warning("settings not read; those before stay in force", reason=str(error))
            return
        self._home = home
        for name, seconds in every.items():
            if seconds != self._every[name]:
                self._due[name] = min(self._due[name], self._steady() + seconds)
        self._every = every

    def close(self) -> None:
        """End in order: threads finish their step, processes are asked to end."""
        for one in self._running.values():
            if isinstance(one, Popen):
                _end(one)
        self._pool.shutdown(cancel_futures=True)
        self._running.clear()

    @property
    def running(self) -> list[str]:
        """Names of what runs now."""
        return list(self._running)

    def _first_due(self, name: str) -> float:
        last = Runs(self._store.database).last(name)
        waited = (self._clock() - last.started_at).total_seconds() if last else self._every[name]
        return self._steady() + min(max(0.0, self._every[name] - waited), self._every[name])

    def _is_due(self, name: str) -> bool:
        return bool(
            self._every[name] and name not in self._running and self._steady() >= self._due[name]
        )

    def _started(self, task: Task) -> Running:
        if not task.apart:
            return self._pool.submit(take_turn, task, self._home, self._store, self._clock)
        command = [sys.executable, "-m", "noroshi", "--home", str(self._home.path)]
        return Popen(  # noqa: S603  # our own command
            ["nice", "-n", str(NICE), *command, "jobs", "run", task.name, "--json"],  # noqa: S607  # POSIX
            stdin=DEVNULL,
            stdout=DEVNULL,
        )

    def _bury(self) -> None:
        for name, one in list(self._running.items()):
            if isinstance(one, Popen):
                ended, good = one.poll() is not None, one.returncode == 0
            else:
                ended = one.done()
                good = ended and one.exception() is None and one.result().done
            if not ended:
                continue
            del self._running[name]
            if isinstance(one, Future) and (error := one.exception()) is not None:
                log.warning("a job's run could not be recorded", job=name, reason=str(error))
            if not good:
                self._due[name] = min(self._due[name], self._steady() + RETRY_S)


def _end(process: Popen[bytes]) -> None:
    process.terminate()
    with suppress(TimeoutExpired):
        process.wait(END_S)
        return
    process.kill()
    process.wait()
