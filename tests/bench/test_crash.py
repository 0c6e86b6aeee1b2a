"""kill -9 while spooled data is decoded: no row lost, none doubled. `python -m bench.crash` has 200 points."""

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")


@pytest.fixture
def crash(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    module = importlib.import_module("bench.crash")
    monkeypatch.setattr(module, "ROWS", 6000)
    return module


def killed(crash, points, folder):
    crash.main(points, folder)
    result = json.loads((folder / "crash.json").read_text(encoding="utf-8"))
    return [result[part] for part in ("decoder", "collector", "import", "torn_segments")]


def nothing_is_lost_or_doubled(parts):
    assert all((part["lost"], part["doubled"], part["invented"]) == (0, 0, 0) for part in parts)
    assert all(part["rows"] > 0 for part in parts)
    torn = parts[-1]
    assert torn["cuts_counted"] == torn["cuts_inside_a_block"]
    assert all(part["waiting"] == 0 for part in parts[:2])


def test_kill_9_at_a_few_moments_loses_and_doubles_no_row(crash, tmp_path):
    parts = killed(crash, 5, tmp_path)
    nothing_is_lost_or_doubled(parts)
    assert [part["points"] for part in parts] == [4, 1, 1, 1]


def test_kill_9_at_many_moments_loses_and_doubles_no_row(crash, tmp_path):
    nothing_is_lost_or_doubled(killed(crash, 40, tmp_path))


def test_a_missing_a_doubled_and_an_invented_row_are_seen(crash):
    np = importlib.import_module("numpy")
    told = crash.balance(np.array([1, 2, 3]), np.array([2, 2, 3, 9]))
    assert told == {"rows": 3, "lost": 1, "doubled": 1, "invented": 1}
