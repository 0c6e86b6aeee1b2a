"""The demo's words: both languages, the truth beside each row, machine rows that add up."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from noroshi.cli.demo_view import WORDS, ranked_table, result_rows, show_made, show_result
from noroshi.cli.language import language_of
from noroshi.cli.main import cli
from noroshi.jobs.demo import Course, DemoResult, held_against, make_captures
from noroshi.lab.plan import Plan
from noroshi.spine.model import Detector, Endpoint, Evidence, Finding, Subject, Text

PLAN = Plan(seed=6, subscribers=40)


def finding(endpoint: Endpoint) -> Finding:
    def evidence(ja: str, en: str) -> Evidence:
        text = Text(ja=ja, en=en)
        return Evidence(code="c2.x", value=1.0, unit="1", baseline=None, weight=2.0, text=text)

    return Finding(
        kind="c2-server",
        subject=Subject.endpoint(endpoint),
        score=0.912,
        label="c2-irc",
        window=PLAN.window,
        clients=3,
        evidence=(evidence("周期的", "like a clock"), evidence("走査する", "they scan")),
        counterfactual=Text(ja="反証", en="otherwise"),
        detector=Detector(name="test", version="1"),
    )


@pytest.fixture(scope="module")
def result(tmp_path_factory) -> DemoResult:
    made = make_captures(PLAN, tmp_path_factory.mktemp("demo"), Course(lambda *_: None))
    findings = [
        finding(made.truth.controllers[0].endpoint),
        finding(Endpoint("192.0.2.9", 443, "tcp")),
    ]
    judged, missed = held_against(made.truth, findings)
    seconds = dict.fromkeys(("make", "export", "import", "detect", "report"), 1.0)
    return DemoResult(
        made=made, imported=5, judged=judged, missed=missed, report=Path("r.html"), seconds=seconds
    )


def said(show, *arguments) -> str:
    console = Console(width=200, record=True, file=None, quiet=False)
    with console.capture() as capture:
        show(console, *arguments)
    return capture.get()


def test_both_languages_have_the_same_words():
    assert WORDS["ja"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize(("language", "reason"), [("ja", "周期的"), ("en", "like a clock")])
def test_reasons_come_in_the_readers_language(result, language, reason):
    assert reason in said(show_result, result, language)


def test_the_list_shows_truth_and_totals(result):
    text = said(show_result, result, "en")
    assert f"✓ {result.made.truth.controllers[0].kind}" in text
    assert "✗ no C&C server" in text
    assert f"Found 1 of {result.to_find} C&C servers, 1 false." in text
    assert "r.html" in text
    assert ranked_table(result, "en").row_count == 2


def test_machine_rows_are_findings_then_totals(result):
    rows = [json.loads(json.dumps(row)) for row in result_rows(result)]
    assert [row.get("rank") for row in rows] == [1, 2, None]
    assert rows[0]["truth"]["kind"] == result.made.truth.controllers[0].kind
    assert rows[1]["truth"] is None
    assert (rows[2]["found"], rows[2]["false"]) == (1, 1)


def test_what_was_made_is_told_with_the_next_step(result):
    assert "noroshi flows import" in said(show_made, result.made, "en")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "ja"}, "ja"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
    ],
)
def test_language_follows_the_environment(environment, language):
    assert language_of(environment) == language


def test_make_only_writes_captures_and_prints_one_object_each(tmp_path):
    out = tmp_path / "out"
    done = CliRunner().invoke(
        cli,
        [
            "--home",
            str(tmp_path / "home"),
            "demo",
            "--make-only",
            "--json",
            "--subscribers",
            "60",
            "--out",
            str(out),
        ],
    )
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {Path(row["file"]).parent for row in rows} == {out}
    assert all(Path(row["file"]).stat().st_size > 24 for row in rows)
    assert (out / "truth.jsonl").exists()


@pytest.mark.parametrize("wrong", [["--subscribers", "0"], ["--seed", "-1"]])
def test_absurd_wishes_are_refused(tmp_path, wrong):
    done = CliRunner().invoke(cli, ["--home", str(tmp_path), "demo", *wrong])
    assert done.exit_code == 2
