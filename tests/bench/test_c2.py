"""Benchmarks of the analysis run at tiny sizes; their figures are for machines that are quiet."""

import importlib
import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def bench_is_importable(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))


def read(path: Path) -> dict[str, object]:
    text = path.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    return json.loads(text)


def test_speed_is_told_per_size_and_step(tmp_path):
    bench = importlib.import_module("bench.c2_speed")
    bench.main((1500, 3000), tmp_path / "cache", tmp_path / "results")
    result = read(tmp_path / "results" / "c2_speed.json")
    small, large = result["sizes"]
    assert (small["rows"], large["rows"]) == (1500, 3000)
    assert small["runs"] == 3
    steps = [value for name, value in small.items() if name.startswith("cpu_s_")]
    assert sum(1 for value in steps if isinstance(value, float)) >= 10
    assert small["peak_rss_mb"] > 50
    assert large["rows_per_wall_s"] > 0


def test_peers_see_the_same_rows(tmp_path):
    if not (shutil.which("nfcapd") and shutil.which("nfdump")):
        pytest.skip("nfdump is not installed")
    bench = importlib.import_module("bench.c2_peers")
    bench.main(3000, 1, tmp_path / "cache", tmp_path / "results")
    result = read(tmp_path / "results" / "c2_peers.json")
    names = {"noroshi_whole_analysis", "rita_like_pairs", "nfdump_grouping"}
    assert set(result["contestants"]) == names
    assert set(result["times_noroshi"]) == names - {"noroshi_whole_analysis"}


def test_a_lake_is_made_once_and_whole(tmp_path):
    bulk = importlib.import_module("bench.bulk")
    lake = bulk.lake_of(1000, tmp_path)
    (file, *_) = bulk.files_of(lake)
    before = file.stat().st_mtime_ns
    assert bulk.lake_of(1000, tmp_path) == lake
    assert file.stat().st_mtime_ns == before
    (lake / "whole").unlink()
    bulk.lake_of(1000, tmp_path)
    assert file.stat().st_mtime_ns > before


def test_an_even_rhythm_scores_one_and_noise_less(tmp_path):
    np = importlib.import_module("numpy")
    pairs = importlib.import_module("bench.peers_pairs")
    assert pairs.score(np.full(9, 60.0), 30.0) == 1.0
    assert pairs.score(np.array([1.0, 2.0, 4.0, 900.0, 5000.0]), 30.0) < 0.5


def test_unknown_benchmarks_are_refused(capsys):
    runner = importlib.import_module("bench.__main__")
    assert runner.main(["nothing"]) == 2
    assert "c2_speed" in capsys.readouterr().out
