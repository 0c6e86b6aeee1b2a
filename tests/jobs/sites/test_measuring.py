import json
from pathlib import Path

import pytest

from noroshi.jobs.sites.measuring import SPEED_POSTS, post_figures, triage_figures
from noroshi.sites.judge import shipped_model
from noroshi.spine.model import ConfigError, InputError


def posts(path: Path, *rows: tuple[str, list[str]]) -> Path:
    told = [{"id": at, "text": text, "urls": urls} for at, (text, urls) in enumerate(rows)]
    path.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    return path


def test_a_post_is_right_when_nothing_is_missing_and_nothing_is_too_much(tmp_path: Path) -> None:
    file = posts(
        tmp_path / "posts.jsonl",
        ("hxxps://evil[.]test/a です", ["https://evil.test/a"]),
        ("evil[.]test", ["http://evil.test"]),
        ("nothing here", []),
        ("https://evil.test/b", ["https://evil.test/b", "https://evil.test/c"]),
    )
    right, speed = post_figures(file)
    assert (right["hits"], right["total"]) == (3, 4)
    assert speed["total"] == SPEED_POSTS
    file.write_text('{"id": 1}')
    with pytest.raises(InputError, match="labelled posts"):
        post_figures(file)


def test_triage_is_measured_by_source(tmp_path: Path) -> None:
    phish, benign = tmp_path / "phish.csv", tmp_path / "benign.csv"
    bad = [
        f"https://secure-login{n}.amazon-co-jp.verify{n}.top/account/login.php" for n in range(40)
    ]
    phish.write_text("url\n" + "\n".join(bad) + "\n")
    good = [f"https://news{n}.example/2026/story-{n},papers" for n in range(120)]
    benign.write_text("url,source\n" + "\n".join([*good, "https://one.example/,rare"]) + "\n")
    rows = {str(row["figure"]): row for row in triage_figures([phish], [benign], shipped_model())}
    assert float(str(rows["found-at-0.01"]["rate"])) > 0.9
    assert {"low", "high", "total"} <= set(rows["put-first-at-0.01:papers"])
    assert "put-first-at-0.01:rare" not in rows
    assert rows["per-cpu-second"]["total"] == 40
    with pytest.raises(ConfigError, match="both classes"):
        triage_figures([phish], [], shipped_model())
