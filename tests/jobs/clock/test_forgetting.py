"""Records of the clock's jobs go after their days; those of others stay."""

from datetime import timedelta

from noroshi.jobs.clock.forgetting import forget_job
from noroshi.spine.store.runs import Runs

from .conftest import AT


def test_old_records_go_and_others_stay(home, store):
    for job in ("audit-checkpoint", "c2 detect"):
        Runs(store.database).note(job, started_at=AT, ended_at=AT, outcome="done", counts={})
    assert forget_job(home, store, AT + timedelta(days=90)) == {"forgotten": 0}
    assert forget_job(home, store, AT + timedelta(days=91)) == {"forgotten": 1}
    assert Runs(store.database).last("c2 detect") is not None
