"""The demo's words: both languages, the truth beside each row, machine rows that add up."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from noroshi.cli.c2.detect import lines_of, print_hanging
from noroshi.cli.demo.view import (
    ENDPOINTS_SHOWN,
    ROWS_SHOWN,
    WORDS,
    missed_lines,
    result_rows,
    show_made,
    show_result,
    truth_mark,
)
from noroshi.jobs.demo.course import STAGES, Course, DemoResult, held_against, make_captures
from noroshi.lab.plan import Plan
from noroshi.spine.model import Detector, Endpoint, Evidence, Finding, Subject, Text

PLAN = Plan(seed=6, subscribers=40)
HOME = Path("demo-home")


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
    seconds = dict.fromkeys(STAGES, 1.0)
    return DemoResult(
        made=made,
        imported=5,
        judged=judged,
        missed=missed,
        report=Path("r.html"),
        listed=1,
        seconds=seconds,
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
    assert reason in said(show_result, result, language, HOME)


def test_the_list_shows_truth_and_totals(result):
    text = said(show_result, result, "en", HOME)
    assert f"✓ {result.made.truth.controllers[0].family}" in text
    assert "✗ no C&C server" in text
    assert f"Found 1 of {result.to_find} C&C servers, 1 false." in text
    assert "r.html" in text
    assert "1 servers stand on the shared list" in text
    assert "noroshi --home demo-home up" in text


def test_machine_rows_are_findings_then_totals(result):
    rows = [json.loads(json.dumps(row)) for row in result_rows(result)]
    assert [row.get("rank") for row in rows] == [1, 2, None]
    assert rows[0]["truth"]["kind"] == result.made.truth.controllers[0].kind
    assert rows[1]["truth"] is None
    assert (rows[2]["found"], rows[2]["false"]) == (1, 1)


def test_what_was_made_is_told_with_the_next_step(result):
    assert "noroshi flows import" in said(show_made, result.made, "en")


def test_a_class_that_differs_from_the_truth_is_told(result):
    row = replace(result.judged[0], finding=finding(result.judged[0].controller.endpoint))
    controller = replace(row.controller, kind="c2-iot", family="inago")
    assert (
        truth_mark(replace(row, controller=controller), "en") == "✓ inago (commander of IoT bots)"
    )
    same = replace(row.controller, kind="c2-irc", family="kusari")
    assert truth_mark(replace(row, controller=same), "ja") == "✓ kusari"


def test_missed_servers_are_grouped_by_botnet(result):
    lines = list(missed_lines(result.missed, "en"))
    assert len(lines) == len({c.family for c in result.missed})
    assert all(any(str(c.endpoint) in line for line in lines) for c in result.missed)


def test_of_many_missed_servers_some_are_named_and_all_are_counted(result):
    (line,) = missed_lines(result.missed[:1] * 9, "ja")
    assert line.endswith("… (9)")
    assert line.count(str(result.missed[0].endpoint)) == ENDPOINTS_SHOWN


def test_a_long_list_is_cut_and_says_by_how_much(result):
    many = replace(result, judged=result.judged[:1] * (ROWS_SHOWN + 7))
    text = said(show_result, many, "en", HOME)
    assert "7 more" in text
    assert text.count("like a clock") == ROWS_SHOWN


def test_a_narrow_terminal_keeps_every_line_inside_and_below_its_text(result):
    console = Console(width=60, force_terminal=True, color_system=None, file=StringIO())
    print_hanging(console, lines_of(1, result.judged[0].finding, "en", mark="✓ " + "long " * 12))
    lines = console.file.getvalue().splitlines()
    assert len(lines) > 3
    assert all(len(line) <= 60 for line in lines)
    assert [line for line in lines[1:] if not line.startswith(" " * 12)] == []
