"""The page's part on the rooms says what the results say, with the goal and whether it was met."""

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def part(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("bench.page_rooms").rooms_part


@pytest.mark.parametrize(
    ("language", "met", "missed"), [("en", "met", "missed"), ("ja", "達成", "未達")]
)
def test_each_figure_stands_beside_its_goal(part, tmp_path, language, met, missed):
    assert part(language, tmp_path) == []
    told = {"load_average": 1.5, "shared_browser": {"pages_per_min": 251, "peak_pss_mb": 601}}
    (tmp_path / "visits.json").write_text(json.dumps(told))
    (tmp_path / "hub_memory.json").write_text('{"entries": 1000000, "peak_rss_mb": 299}')
    rows = [line for line in part(language, tmp_path) if line.endswith(("| 1.5 |", "| – |"))]
    assert [f"| {met} |" in row for row in rows] == [True, False, True]
    assert f"| 601 | {missed} | visits | 1.5 |" in rows[1]
    assert "1,000,000" in rows[2]


def test_every_figure_on_disk_is_found_where_the_page_looks_for_it(part):
    module = importlib.import_module("bench.page_rooms")
    shown = "\n".join(part("en", ROOT / "bench" / "results"))
    measured = {
        asked
        for asked in module.ASKED
        if (ROOT / "bench" / "results" / f"{asked.source}.json").exists()
    }
    assert all(f"| {asked.source} |" in shown for asked in measured)
    assert shown.count("\n| ") == len(measured) + 2  # its head and the line below
