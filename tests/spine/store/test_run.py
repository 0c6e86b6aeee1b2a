"""Run: told from begin to end."""

import pytest

from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def test_a_run_is_told_from_begin_to_end(store):
    run_id = store.begin_run(
        "c2.detect", detector=DETECTOR, window=HOUR, inputs={"allow": "1f"}, at=MADE_AT
    )
    store.end_run(run_id, outcome="done", counts={"findings": 2}, at=HOUR.end)
    (run,) = store.runs(job="c2.detect")
    assert (run.detector, run.window, run.inputs) == (DETECTOR, HOUR, {"allow": "1f"})
    assert (run.ended_at, run.outcome, run.counts) == (HOUR.end, "done", {"findings": 2})


def test_a_run_needs_neither_detector_nor_window(store):
    store.begin_run("flows.import", detector=None, window=None, inputs={}, at=MADE_AT)
    (run,) = store.runs()
    assert run.detector is None
    assert run.window is None


def test_an_unknown_run_cannot_end(store):
    with pytest.raises(ValueError, match="no run"):
        store.end_run("nothing", outcome="done", counts={}, at=MADE_AT)
