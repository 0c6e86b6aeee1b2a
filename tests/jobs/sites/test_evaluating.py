import asyncio
import json
from pathlib import Path

import pytest

from noroshi.jobs.sites.evaluating import address_figure, judged_file, judged_range, measured_scenes
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.testing.judged_pages import imitation


def test_labelled_pages_of_a_file_are_judged(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "url": imitation().url,
        "html": imitation().html,
        "label": 1,
        "kind": "k",
        "brand": "楽天カード",
    }
    file = tmp_path / "pages.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (outcome,) = asyncio.run(judged_file(file, Home(tmp_path)))
    assert (outcome.called, outcome.told) == (True, "楽天カード")
    file.write_text("{}")
    with pytest.raises(InputError):
        asyncio.run(judged_file(file, Home(tmp_path)))


def test_addresses_of_top_brands_are_clustered(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    rows = [f"https://h{n}.top/account/login,A" for n in range(6)] + ["https://z.test/one/two,B"]
    file.write_text("url,brand\n" + "\n".join(rows) + "\n")
    figures = {row["figure"]: row["rate"] for row in address_figure(file)}
    assert figures == {
        "in-campaigns:A": 1.0,
        "in-campaigns:B": 0.0,
        "in-campaigns": round(6 / 7, 4),
    }


@pytest.mark.slow
def test_cloaks_are_revealed_and_campaigns_found(tmp_path: Path) -> None:
    rows = asyncio.run(measured_scenes(7, Home(tmp_path)))
    cloaks = [row["rate"] for row in rows if str(row["figure"]).startswith("cloak-")]
    assert sum(cloaks) >= len(cloaks) - 2
    right = {row["figure"]: row["rate"] for row in rows if str(row["figure"]).startswith("right:")}
    assert min(right[f"right:{theme}"] for theme in ("official", "honest", "kit", "chain")) > 0.9


@pytest.mark.slow
def test_made_pages_of_an_unseen_seed_are_told_apart(tmp_path: Path) -> None:
    outcomes, f1 = asyncio.run(judged_range(1, 11, Home(tmp_path)))
    bad, good = [one for one in outcomes if one.label], [one for one in outcomes if not one.label]
    assert sum(one.called for one in bad) / len(bad) >= 0.95
    assert sum(one.called for one in good) / len(good) <= 0.02
    assert f1 >= 0.9
