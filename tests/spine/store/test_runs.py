"""Runs of the clock's jobs: written once they ended, found again, forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.store import Database
from noroshi.spine.store.runs import DONE, Runs

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def runs(tmp_path):
    with Database.open(tmp_path / "state.db") as database:
        yield Runs(database)


def note(runs, job, hours, outcome=DONE):
    at = AT + timedelta(hours=hours)
    runs.note(job, started_at=at, ended_at=at, outcome=outcome, counts={"n": hours})


def test_the_newest_run_is_the_last(runs):
    note(runs, "tidy", 1)
    note(runs, "tidy", 3, "failed: disk")
    note(runs, "other", 9)
    assert runs.last("tidy").counts == {"n": 3}
    assert runs.last("tidy", outcome=DONE).counts == {"n": 1}
    assert runs.last("never") is None


def test_old_runs_of_the_named_jobs_are_forgotten(runs):
    for hours in range(4):
        note(runs, "tidy", hours)
        note(runs, "detect", hours)
    assert runs.forget(["tidy"], before=AT + timedelta(hours=3)) == 3
    assert runs.last("tidy").counts == {"n": 3}
    assert runs.forget(["detect"], before=AT) == 0
