"""Shared figures: counts alone, and no small ones."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.iot.evaluate.programme import Progress
from noroshi.jobs.iot.figures_shared import JOB, share_figures, take_figures
from noroshi.spine.model import InputError
from noroshi.spine.store import Store

AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def test_small_counts_stay_at_the_operator(store):
    progress = Progress.of(
        {("letter", "notified"): 7, ("letter", "fixed"): 2, ("none", "drawn"): 3}
    )
    row = share_figures(store, progress, operator_id="isp-a", at=AT)
    assert row["counts"] == {
        "devices": 12, "told": 9, "reached": 0, "control": 3, "fixed in control": 0,
    }  # fmt: skip
    assert store.runs(job=JOB)[0].counts["fixed"] == 2


def test_shared_counts_are_taken(store):
    line = json.dumps({"operator": "isp-a", "counts": {"told": 9}}).encode()
    assert take_figures(store, line, at=AT) == "isp-a"
    assert store.runs(job=JOB)[0].counts == {"told": 9}


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b'{"operator": "a"}', b'{"operator": "a", "counts": {"x": 1}}',
     b'{"operator": "a", "counts": {"told": -1}}', b'{"operator": " ", "counts": {}}'],
)  # fmt: skip
def test_what_holds_no_counts_is_refused(store, line):
    with pytest.raises(InputError, match="no line of counts"):
        take_figures(store, line, at=AT)
    assert store.runs(job=JOB) == []
