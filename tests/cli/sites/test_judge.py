"""`noroshi sites judge`: pages of a file, served, visited and judged."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.campaigns import campaigns
from noroshi.cli.sites.judge import judge
from noroshi.cli.sites.rules import test_rules as rules_test
from noroshi.sites.defang import defanged
from noroshi.spine.model import ConfigError
from noroshi.testing.judged_pages import article, imitation


def run(command, home: Path, *options: str):
    return CliRunner().invoke(command, options, obj={"home": home, "verbose": False})


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("home")
    visits = [imitation(), imitation("q8w3z1.test"), article()]
    rows = [
        {"id": str(n), "url": one.url, "html": one.html + "<p>本文</p>" * 60}
        for n, one in enumerate(visits)
    ]
    pages = home / "pages.jsonl"
    pages.write_text("\n".join(map(json.dumps, rows)) + "\nnonsense\n", encoding="utf-8")
    return home, pages, run(judge, home, "--pages", str(pages), "--json")


def test_rows_hold_what_the_contract_names(judged) -> None:
    told = [json.loads(line) for line in judged[2].stdout.splitlines()]
    assert [(row["id"], row["verdict"]) for row in told] == [
        ("0", "phish"),
        ("1", "phish"),
        ("2", "benign"),
    ]
    wanted = {"id", "url", "verdict", "score", "brand", "reasons", "visits", "evidence"}
    assert all(wanted <= set(row) for row in told)
    assert Path(told[0]["evidence"], "visit-1.png").exists()
    assert (judged[2].exit_code, "1 no-page" in judged[2].stderr) == (1, True)


def test_kept_pages_are_joined_and_compared(judged) -> None:
    home = judged[0]
    (row,) = [json.loads(line) for line in run(campaigns, home, "--json").stdout.splitlines()]
    assert sorted(row["urls"]) == sorted([imitation().url, imitation("q8w3z1.test").url])
    assert row["reasons"][0]["kind"] == "skeleton"
    assert "#1: 2 pages" in run(campaigns, home).stdout
    assert "q8w3z1[.]test" in run(campaigns, home, "--like", defanged(imitation().url)).stdout
    assert (
        json.loads(run(campaigns, home, "--like", imitation().url, "--json").stdout)["likeness"]
        > 0.5
    )
    with pytest.raises(ConfigError):
        raise run(campaigns, home, "--like", "https://none.test/").exception


def test_rules_are_tried_on_evidence_and_on_files(judged, tmp_path: Path) -> None:
    home, pages, _ = judged
    rule = tmp_path / "kit.yar"
    rule.write_text('rule kit { strings: $a = "post.php" condition: $a }')
    assert len(run(rules_test, home, str(rule), "--json").stdout.splitlines()) == 2
    shown = run(rules_test, home, str(rule), "--pages", str(pages))
    assert "2 of 3 pages fit" in shown.stderr
    assert shown.exit_code == 1


def test_reasons_are_shown_to_people(tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    pages.write_text(
        json.dumps({"url": imitation().url, "html": imitation().html}), encoding="utf-8"
    )
    shown = run(judge, tmp_path, "--pages", str(pages), "--language", "en").stdout
    assert shown.startswith("phish")
    assert "presents itself as" in shown


def test_nothing_to_judge_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        raise run(judge, tmp_path).exception
