"""The demo runs its stages in order and holds the list against the truth."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from noroshi.jobs.demo.course import STAGES, Course, Stages, held_against, make_captures, run_demo
from noroshi.lab.plan import Plan, make_day
from noroshi.lab.population import SUBSCRIBER_RANGES
from noroshi.lab.truth import Truth
from noroshi.spine.model import Detector, Endpoint, Evidence, Finding, Subject, Text, Window

PLAN = Plan(seed=6, subscribers=60)


def finding(endpoint: Endpoint) -> Finding:
    text = Text(ja="理由", en="a reason")
    return Finding(
        kind="c2-server",
        subject=Subject.endpoint(endpoint),
        score=0.9,
        label="c2-irc",
        window=PLAN.window,
        clients=3,
        evidence=(
            Evidence(code="c2.x", value=1.0, unit="1", baseline=None, weight=2.0, text=text),
        ),
        counterfactual=text,
        detector=Detector(name="test", version="1"),
    )


INNOCENT = Endpoint("192.0.2.9", 443, "tcp")


def stages(findings: Sequence[Finding], seen: list[object]) -> Stages:
    def take_in(paths: Sequence[Path]) -> int:
        seen.append([path.exists() for path in paths])
        return 7

    def detect(window: Window) -> Sequence[Finding]:
        seen.append(window)
        return findings

    def report(listed: Sequence[Finding], truth: Truth) -> Path:
        seen.append(listed)
        return Path("report.html")

    return Stages(take_in=take_in, detect=detect, report=report, publish=lambda: 3)


def test_stages_run_in_order_and_are_timed(tmp_path):
    told: list[tuple[str, float]] = []
    ticks = iter(range(100))
    seen: list[object] = []
    result = run_demo(
        PLAN,
        tmp_path,
        stages([], seen),
        told=lambda stage, done: told.append((stage, done)),
        clock=lambda: float(next(ticks)),
    )
    assert told == [(stage, done) for stage in STAGES for done in (0.0, 1.0)]
    assert result.seconds == dict.fromkeys(STAGES, 1.0)
    assert seen == [[True] * 4, PLAN.window, []]
    assert (result.imported, result.listed) == (7, 3)


def test_true_false_and_missed_servers_add_up(tmp_path):
    controllers = make_day(PLAN).truth.controllers
    named = [finding(controllers[0].endpoint), finding(INNOCENT)]
    result = run_demo(PLAN, tmp_path, stages(named, []), told=lambda *_: None)
    assert [row.controller for row in result.judged] == [controllers[0], None]
    assert (result.found, result.false) == (1, 1)
    assert result.found + len({c.endpoint.address for c in result.missed}) == result.to_find


def test_a_second_port_of_a_controller_is_no_false_server():
    truth = make_day(PLAN).truth
    other = Endpoint(truth.controllers[0].endpoint.address, 9, "tcp")
    judged, missed = held_against(truth, [finding(other)])
    assert judged[0].controller is not None
    assert judged[0].controller.endpoint.address == other.address
    assert other.address not in {c.endpoint.address for c in missed}


def test_the_truth_file_names_servers_and_counts_but_no_line(tmp_path):
    made = make_captures(PLAN, tmp_path, Course(lambda *_: None))
    text = made.truth_file.read_text(encoding="utf-8")
    rows = [json.loads(row) for row in text.splitlines()]
    assert len(rows) == len(made.truth.controllers)
    assert {row["address"] for row in rows} == made.truth.addresses
    assert "100.64" in SUBSCRIBER_RANGES[0]
    assert "100." not in text


def test_captures_are_the_same_for_the_same_plan(tmp_path):
    made = [make_captures(PLAN, tmp_path / name, Course(lambda *_: None)) for name in ("a", "b")]
    for one, other in zip(made[0].files, made[1].files, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


@pytest.mark.parametrize("records", [1, 100])
def test_made_counts_are_those_of_its_files(tmp_path, records):
    made = make_captures(Plan(seed=records, subscribers=5), tmp_path, Course(lambda *_: None))
    assert made.records == sum(file.records for file in made.files) > 0
