import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.evaluate import evaluate
from noroshi.testing.judged_pages import article, imitation


@pytest.mark.slow
def test_figures_are_told_with_intervals(tmp_path: Path) -> None:
    rows = [
        {
            "id": str(label),
            "url": one.url,
            "html": one.html,
            "label": label,
            "kind": "k",
            "brand": "楽天カード" if label else "",
        }
        for label, one in ((1, imitation()), (0, article()))
    ]
    pages = tmp_path / "pages.jsonl"
    pages.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    options = ["--pages", str(pages), "--each", "0", "--no-scenes", "--json"]
    result = CliRunner().invoke(evaluate, options, obj={"home": tmp_path, "verbose": False})
    told = {row["figure"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert (told["true-positive"]["rate"], told["false-positive"]["rate"]) == (1.0, 0.0)
    assert {"low", "high", "total"} <= set(told["brand-right"])
    assert told["analysis-cpu-ms-median"]["rate"] < 1000
    shown = CliRunner().invoke(evaluate, options[:-1], obj={"home": tmp_path, "verbose": False})
    assert "true-positive" in shown.stdout


def test_posts_lists_and_a_foreign_data_set_are_measured(tmp_path: Path) -> None:
    page = imitation()
    row = {"sha256": "a", "url": page.url, "label": "phish", "html": page.html}
    (tmp_path / "set.jsonl").write_text(json.dumps(row), encoding="utf-8")
    post = {"id": 1, "text": "hxxps://evil[.]test", "urls": ["https://evil.test"]}
    (tmp_path / "posts.jsonl").write_text(json.dumps(post))
    (tmp_path / "phish.txt").write_text("https://evil.test/login\n")
    (tmp_path / "benign.txt").write_text("https://good.example/\n")
    options = ["--each", "0", "--no-scenes", "--json"]
    for name in (
        "phreshphish=set.jsonl",
        "posts=posts.jsonl",
        "phish=phish.txt",
        "benign=benign.txt",
    ):
        option, _, file = name.partition("=")
        options += [f"--{option}", str(tmp_path / file)]
    result = CliRunner().invoke(evaluate, options, obj={"home": tmp_path, "verbose": False})
    told = {(row["set"], row["figure"]): row["rate"] for row in map(json.loads, result.stdout.splitlines())}  # fmt: skip
    assert told["phreshphish", "true-positive"] == 1.0
    assert ("phreshphish", "brand-right") not in told
    assert told["posts", "exactly-right"] == 1.0
    assert ("triage", "found-at-0.01") in told
