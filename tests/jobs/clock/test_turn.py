"""A turn is recorded when it did something, failed, or is rare."""

from noroshi.jobs.clock import take_turn
from noroshi.spine.store.runs import Runs

from .conftest import task


def test_what_was_done_is_recorded_with_its_counts(home, store, moved):
    turn = take_turn(task("good", 10), home, store, moved.utc)
    assert turn.done
    assert Runs(store.database).last("good").counts == {"things": 1}


def test_a_frequent_job_with_nothing_to_do_leaves_no_record(home, store, moved):
    assert take_turn(task("idle", 10), home, store, moved.utc).done
    assert Runs(store.database).last("idle") is None
    take_turn(task("idle", 3600), home, store, moved.utc)
    assert Runs(store.database).last("idle").outcome == "done"


def test_an_expected_failure_is_recorded_with_its_reason(home, store, moved):
    assert not take_turn(task("unwell", 10), home, store, moved.utc).done
    assert Runs(store.database).last("unwell").outcome == "failed: the mail server is away"


def test_an_unexpected_failure_ends_only_its_turn(home, store, moved):
    turn = take_turn(task("broken", 10), home, store, moved.utc)
    assert turn.outcome == "failed: ZeroDivisionError: oh"
