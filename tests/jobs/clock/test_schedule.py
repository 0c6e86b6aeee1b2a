"""The schedule names work that exists, and takes its times from the settings."""

import re

import pytest

from noroshi.jobs.clock import TASKS, every_s, task_named
from noroshi.spine.home import Settings
from noroshi.spine.model import ConfigError


def test_every_job_s_work_exists_and_its_name_is_plain():
    assert [task.name for task in TASKS if not callable(task.work)] == []
    assert [task.name for task in TASKS if not re.fullmatch(r"[a-z]+(-[a-z]+)*", task.name)] == []
    assert len({task.name for task in TASKS}) == len(TASKS)


def test_settings_change_and_switch_off():
    settings = Settings(jobs={"every_s": {"lake-tidy": 0, "audit-checkpoint": 600}})
    every = every_s(settings)
    assert (every["lake-tidy"], every["audit-checkpoint"]) == (0, 600)
    assert every["runs-forget"] == task_named("runs-forget").every_s


def test_a_job_that_there_is_not_is_named():
    with pytest.raises(ConfigError, match="no job 'tea'; there are list-publish"):
        every_s(Settings(jobs={"every_s": {"tea": 60}}))


def test_seconds_out_of_range_are_refused():
    with pytest.raises(ValueError, match="seconds are"):
        Settings(jobs={"every_s": {"lake-tidy": -1}})
