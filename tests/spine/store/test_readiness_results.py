"""Results of readiness are kept under their run, and the newest of each subject is found as of a time."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.store import Store
from noroshi.spine.store.readiness_results import JOB, ReadinessResults

AT = datetime(2026, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def keep(store, subject, day, topic="mail.assess", rows=({"level": "good"},)):
    at = AT + day * DAY
    return ReadinessResults(store.database).keep(
        topic, subject, list(rows), inputs={"zone": "abc"}, started_at=at, ended_at=at
    )


def test_the_newest_of_each_subject_is_given_as_of_a_time(store):
    old, new, other = (
        keep(store, "a.example", 0),
        keep(store, "a.example", 2),
        keep(store, "b.example", 1),
    )
    results = ReadinessResults(store.database)
    assert [each.run for each in results.newest()] == [new.run, other.run]
    assert [each.run for each in results.newest(at=AT + DAY)] == [old.run, other.run]
    assert results.newest(at=AT - DAY) == []


def test_a_result_stands_under_a_run_with_its_inputs(store):
    kept = keep(store, "a.example", 0)
    (run,) = store.runs(job=JOB)
    assert (run.id, run.outcome, run.started_at) == (kept.run, "done", AT)
    assert run.inputs == {"zone": "abc", "topic": "mail.assess", "subject": "a.example"}
    assert ReadinessResults(store.database).newest()[0] == kept
    assert kept.short == kept.run[:8]


def test_history_is_newest_first_and_bounded(store):
    made = [keep(store, "", day, topic="rpki.validate") for day in range(3)]
    keep(store, "", 5, topic="other")
    found = ReadinessResults(store.database).history("rpki.validate", limit=2)
    assert [each.run for each in found] == [made[2].run, made[1].run]
