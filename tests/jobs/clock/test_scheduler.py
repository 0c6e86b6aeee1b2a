"""The scheduler starts each job when its time has come, none twice at once."""

import pytest

from noroshi.jobs.clock import Scheduler, take_turn, task_named

from .conftest import CALLS, settle, task


@pytest.fixture
def scheduler_of(home, store, moved):
    made = []

    def make(*tasks):
        made.append(Scheduler(home, store, moved.utc, tasks=tasks, steady=moved.steady))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_new_job_runs_at_once_and_then_at_its_time(scheduler_of, moved):
    scheduler = scheduler_of(task("good", 60))
    assert scheduler.tick() == ["good"]
    settle(scheduler)
    assert scheduler.tick() == []
    moved.passed_s = 59
    assert scheduler.tick() == []
    moved.passed_s = 60
    assert scheduler.tick() == ["good"]


def test_time_missed_is_not_made_up_for(scheduler_of, moved):
    scheduler = scheduler_of(task("good", 60))
    scheduler.tick()
    settle(scheduler)
    moved.passed_s = 600
    assert scheduler.tick() == ["good"]
    settle(scheduler)
    assert scheduler.tick() == []


def test_a_restart_goes_on_from_the_record(scheduler_of, home, store, moved):
    take_turn(task("good", 3600), home, store, moved.utc)
    moved.passed_s = 600
    scheduler = scheduler_of(task("good", 3600))
    assert scheduler.tick() == []
    moved.passed_s = 3600
    assert scheduler.tick() == ["good"]


def test_a_failed_job_is_tried_again_sooner(scheduler_of, moved):
    scheduler = scheduler_of(task("unwell", 3600))
    scheduler.tick()
    settle(scheduler)
    moved.passed_s = 59
    assert scheduler.tick() == []
    moved.passed_s = 61
    assert scheduler.tick() == ["unwell"]
    settle(scheduler)
    assert [name for name, _ in CALLS] == ["unwell", "unwell"]


def test_settings_are_read_again_and_wrong_ones_left(scheduler_of, home, moved):
    first = task_named("audit-checkpoint")
    scheduler = scheduler_of(first)
    scheduler.tick()
    settle(scheduler)
    home.settings_file.write_text("[jobs.every_s]\naudit-checkpoint = 30\n")
    scheduler.reload()
    moved.passed_s = 30
    assert scheduler.tick() == [first.name]
    settle(scheduler)
    home.settings_file.write_text("[jobs.every_s]\ntea = 30\n")
    scheduler.reload()
    moved.passed_s = 60
    assert scheduler.tick() == [first.name]
    settle(scheduler)
    home.settings_file.write_text("[jobs.every_s]\naudit-checkpoint = 0\n")
    scheduler.reload()
    moved.passed_s = 9999
    assert scheduler.tick() == []


def test_long_work_runs_in_a_process_of_its_own(scheduler_of, store):
    tidy = task_named("lake-tidy")
    scheduler = scheduler_of(tidy)
    assert scheduler.tick() == ["lake-tidy"]
    assert scheduler.running == ["lake-tidy"]
    assert scheduler.tick() == []
    scheduler.close()
    assert scheduler.running == []
