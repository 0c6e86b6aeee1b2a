"""`noroshi kpi rows`: what a figure was counted from."""

import json
from datetime import UTC, datetime

from noroshi.spine.store import Store


def test_rows_of_a_match_are_its_run(noroshi, tmp_path):
    assert "no data" in noroshi("kpi", "rows", "c2.match-rate").stdout
    now = datetime.now(UTC)
    with Store.open(tmp_path / "home" / "state.db") as store:
        run = store.begin_run("c2 match", detector=None, window=None, inputs={}, at=now)
        counts = {"ours-on-lists matched": 9, "ours-on-lists total": 10}
        store.end_run(run, outcome="done", counts=counts, at=now)
    (row,) = noroshi("kpi", "rows", "c2.match-rate", "--json").stdout.splitlines()
    assert json.loads(row)["run"] == run
    assert "rows: 1" in noroshi("kpi", "rows", "c2.match-rate").stdout


def test_an_unknown_figure_is_wrong_use(noroshi):
    told = noroshi("kpi", "rows", "c2.matchrate")
    assert told.returncode == 2
    assert "there is no figure 'c2.matchrate'" in told.stderr
